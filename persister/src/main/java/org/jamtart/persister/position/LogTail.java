package org.jamtart.persister.position;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.LogTruncationException;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.jamtart.log.LogClients;
import org.jamtart.log.LogSettings;
import org.jamtart.persister.position.LogPositions.Position;

/**
 * Whether the records before a position are the ones that the tables have. A broker that lost the end of its log, and was
 * written to since, has other records at these offsets. Kafka tells by the epoch of leadership under which the last
 * one was written: it knows where each epoch ended.
 */
public final class LogTail {

  private static final Duration TIMEOUT = Duration.ofSeconds(10);

  private LogTail() {}

  /** Partitions that have other records than the tables, asked by a consumer of its own. */
  public static Set<Integer> replaced(LogSettings log, Map<Integer, Position> positions) {
    Map<String, Object> config = LogClients.consumerConfig(log, "tart-persister-tail");
    try (var consumer = new KafkaConsumer<byte[], byte[]>(config)) {
      List<TopicPartition> partitions = positions.keySet()
          .stream()
          .map(number -> new TopicPartition(log.topic(), number))
          .toList();
      consumer.assign(partitions);
      consumer.beginningOffsets(partitions); // without the metadata that it brings, nothing would be compared
      return seek(consumer, log.topic(), positions);
    }
  }

  /**
   * Goes to positions, of partitions whose metadata the consumer has.
   *
   * @return the partitions that have other records than the tables
   */
  public static Set<Integer> seek(Consumer<?, ?> consumer, String topic, Map<Integer, Position> positions) {
    positions.forEach((number, position) -> consumer.seek(new TopicPartition(topic, number),
        new OffsetAndMetadata(position.next(), Optional.ofNullable(position.epoch()), "")));
    Set<Integer> replaced = new TreeSet<>();
    for (var entry : positions.entrySet()) {
      if (entry.getValue().epoch() != null) {
        compare(consumer, new TopicPartition(topic, entry.getKey()), replaced);
      }
    }
    return replaced;
  }

  private static void compare(Consumer<?, ?> consumer, TopicPartition partition, Set<Integer> replaced) {
    while (!replaced.contains(partition.partition())) {
      try {
        consumer.position(partition, TIMEOUT); // waits until it is compared
        return;
      } catch (LogTruncationException e) {
        // It tells of any partitions; these are not compared again.
        e.offsetOutOfRangePartitions().forEach((other, offset) -> {
          replaced.add(other.partition());
          consumer.seek(other, offset);
        });
      }
    }
  }

  /** Why such partitions are not read. */
  public static LogRefusedException refusal(Set<Integer> replaced) {
    return new LogRefusedException("The tables hold records of partitions " + replaced
        + " that the log has lost, and other records are at their offsets.");
  }
}
