package org.jamtart.gateway;

import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jamtart.log.LogCodec;
import org.jamtart.log.LogRecord;
import org.jamtart.wire.Bytes32;

/** Everything that a topic holds at the moment of the call. */
final class LogReading {

  private final List<LogRecord> records;

  private LogReading(List<LogRecord> records) {
    this.records = records;
  }

  static LogReading of(String bootstrapServers, String topic) {
    Map<String, Object> config = Map.of("bootstrap.servers", bootstrapServers, "enable.auto.commit", false,
        "key.deserializer", ByteArrayDeserializer.class, "value.deserializer", ByteArrayDeserializer.class);
    List<LogRecord> records = new ArrayList<>();
    try (var consumer = new KafkaConsumer<byte[], byte[]>(config)) {
      List<TopicPartition> partitions = consumer.partitionsFor(topic)
          .stream()
          .map(info -> new TopicPartition(topic, info.partition()))
          .toList();
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      while (partitions.stream().anyMatch(p -> consumer.position(p) < ends.getOrDefault(p, 0L))) {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofSeconds(1))) {
          records.add(LogCodec.decode(record));
        }
      }
    }
    return new LogReading(records);
  }

  /** In the order of the log, which within a session is the order in which they were written. */
  <R extends LogRecord> List<R> all(Class<R> kind) {
    return records.stream().filter(kind::isInstance).map(kind::cast).toList();
  }

  List<LogRecord.OfSession> of(Bytes32 node) {
    return all(LogRecord.OfSession.class).stream().filter(r -> r.session().node().equals(node)).toList();
  }

  List<LogRecord.OfSession> of(UUID session) {
    return all(LogRecord.OfSession.class).stream()
        .filter(r -> r.session().session().equals(session))
        .toList();
  }

  List<UUID> sessionsOf(Bytes32 node) {
    return of(node).stream().map(r -> r.session().session()).distinct().toList();
  }

  /** The frames of these records, one after the other. */
  static byte[] frames(List<LogRecord.OfSession> records) {
    var bytes = new ByteArrayOutputStream();
    for (LogRecord.OfSession record : records) {
      if (record instanceof LogRecord.Run run) {
        bytes.writeBytes(run.frames());
      }
    }
    return bytes.toByteArray();
  }
}
