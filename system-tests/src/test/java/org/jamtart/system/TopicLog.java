package org.jamtart.system;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * The log as {@code docs/log-format.md} describes it, read without any code of the product: the account of what was
 * accepted.
 */
final class TopicLog {

  /** One frame's message, without its length prefix. */
  record Frame(UUID session, String node, long seq, ByteBuffer message) {}

  private TopicLog() {}

  /** Every frame from the beginning to the end as it is now, by session and ordinal; the first delivery counts. */
  static Map<UUID, SortedMap<Long, Frame>> read(String bootstrapServers, String topic) {
    Map<UUID, SortedMap<Long, Frame>> sessions = new TreeMap<>();
    forEach(bootstrapServers, topic, record -> add(record, sessions));
    return sessions;
  }

  /** How many records of a kind there are. */
  static long count(String bootstrapServers, String topic, String kind) {
    var count = new AtomicLong();
    forEach(bootstrapServers, topic, record -> {
      if (header(record, "kind").equals(kind)) {
        count.incrementAndGet();
      }
    });
    return count.get();
  }

  private static void forEach(String bootstrapServers, String topic,
      Consumer<ConsumerRecord<byte[], byte[]>> action) {
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
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
        consumer.poll(Duration.ofMillis(200)).forEach(action);
      }
    }
  }

  private static void add(ConsumerRecord<byte[], byte[]> record, Map<UUID, SortedMap<Long, Frame>> sessions) {
    if (!header(record, "kind").equals("run")) {
      return;
    }
    UUID session = UUID.fromString(header(record, "session"));
    String node = java.util.HexFormat.of().formatHex(record.key());
    long seq = Long.parseLong(header(record, "seq"));
    var frames = sessions.computeIfAbsent(session, unused -> new TreeMap<>());
    var bytes = ByteBuffer.wrap(record.value()).order(ByteOrder.LITTLE_ENDIAN);
    while (bytes.hasRemaining()) {
      byte[] message = new byte[bytes.getInt()];
      bytes.get(message);
      frames.putIfAbsent(seq, new Frame(session, node, seq, ByteBuffer.wrap(message)));
      seq++;
    }
  }

  private static String header(ConsumerRecord<byte[], byte[]> record, String name) {
    return new String(record.headers().lastHeader(name).value(), US_ASCII);
  }
}
