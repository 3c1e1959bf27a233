package org.jamtart.chaos.measure;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jamtart.chaos.judge.PlainLog;
import org.jspecify.annotations.Nullable;

/** Where the log ends. Thread-safe. */
final class LogEnds implements AutoCloseable {

  private static final Duration TIMEOUT = Duration.ofSeconds(2);

  private final KafkaConsumer<byte[], byte[]> consumer;
  private List<TopicPartition> partitions = List.of();

  LogEnds(String bootstrapServers) {
    consumer = new KafkaConsumer<>(Map.of("bootstrap.servers", bootstrapServers, "enable.auto.commit", false),
        new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }

  /** The end of every partition; null while the broker does not answer. */
  synchronized @Nullable Map<Integer, Long> read() {
    try {
      if (partitions.isEmpty()) {
        partitions = consumer.partitionsFor(PlainLog.TOPIC, TIMEOUT)
            .stream()
            .map(info -> new TopicPartition(info.topic(), info.partition()))
            .toList();
      }
      Map<Integer, Long> ends = new TreeMap<>();
      consumer.endOffsets(partitions, TIMEOUT)
          .forEach((partition, end) -> ends.put(partition.partition(), end));
      return ends;
    } catch (RetriableException e) {
      return null;
    }
  }

  @Override
  public synchronized void close() {
    consumer.close(org.apache.kafka.clients.consumer.CloseOptions.timeout(TIMEOUT));
  }
}
