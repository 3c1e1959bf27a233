package org.jamtart.chaos.judge;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Duration;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * The log as {@code docs/log-format.md} describes it, read without any code of the product: the account of what was
 * accepted.
 *
 * @param sessions every connection of which there is a record, in the order of the first
 * @param lastHeard the time of the last record of each gateway instance, Unix microseconds
 */
public record PlainLog(Map<UUID, LoggedSession> sessions, Map<UUID, Long> lastHeard) {

  /** TART's topic, unless it is configured otherwise. */
  public static final String TOPIC = "tart.telemetry";

  private static final Duration POLL = Duration.ofMillis(200);

  /** Where a record is. */
  public record Place(int partition, long offset) {}

  /** All of it, from the beginning to the end as it is now. */
  public static PlainLog read(String bootstrapServers) {
    return read(bootstrapServers, TOPIC);
  }

  /** All of a topic, from the beginning to the end as it is now. */
  public static PlainLog read(String bootstrapServers, String topic) {
    return read(bootstrapServers, topic, Map.of(), Set.of());
  }

  /** A part of it, to the end as it is now. */
  static PlainLog read(String bootstrapServers, Map<Integer, Long> from, Set<Place> foreign) {
    return read(bootstrapServers, TOPIC, from, foreign);
  }

  /**
   * @param from where to begin in each partition; where it says nothing, at the beginning
   * @param foreign records that are not TART's, which are passed over
   */
  private static PlainLog read(String bootstrapServers, String topic, Map<Integer, Long> from,
      Set<Place> foreign) {
    var log = new PlainLog(new LinkedHashMap<>(), new HashMap<>());
    Map<String, Object> config = Map.of("bootstrap.servers", bootstrapServers, "auto.offset.reset", "none",
        "enable.auto.commit", false);
    try (var consumer = new KafkaConsumer<>(config, new ByteArrayDeserializer(),
        new ByteArrayDeserializer())) {
      List<TopicPartition> partitions = consumer.partitionsFor(topic)
          .stream()
          .map(info -> new TopicPartition(topic, info.partition()))
          .toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      from.forEach((partition, offset) -> consumer.seek(new TopicPartition(topic, partition), offset));
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
        for (var record : consumer.poll(POLL)) {
          if (!foreign.contains(new Place(record.partition(), record.offset()))) {
            log.add(record);
          }
        }
      }
    }
    return log;
  }

  /** All frames of all connections, each once. */
  public long frames() {
    return sessions.values().stream().mapToLong(LoggedSession::count).sum();
  }

  /** A connection of which there is a record. */
  LoggedSession session(UUID id) {
    LoggedSession session = sessions.get(id);
    if (session == null) {
      throw new IllegalArgumentException("the log has no session " + id);
    }
    return session;
  }

  private void add(ConsumerRecord<byte[], byte[]> record) {
    String kind = header(record, "kind");
    UUID gateway = UUID.fromString(header(record, "gateway"));
    if (kind.equals("gateway")) {
      lastHeard.merge(gateway, Long.parseLong(header(record, "received")), Math::max);
      return;
    }
    LoggedSession session = sessions.computeIfAbsent(UUID.fromString(header(record, "session")),
        id -> new LoggedSession(id, HexFormat.of().formatHex(record.key()), gateway));
    switch (kind) {
      case "open" -> session.open();
      case "run" -> session.run(Long.parseLong(header(record, "seq")), record.value());
      case "close" -> session.close(new String(record.value(), UTF_8));
      default -> throw new AssertionError("a record of kind " + kind + " at " + record.offset());
    }
  }

  private static String header(ConsumerRecord<byte[], byte[]> record, String name) {
    return new String(record.headers().lastHeader(name).value(), US_ASCII);
  }
}
