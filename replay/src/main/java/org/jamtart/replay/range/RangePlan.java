package org.jamtart.replay.range;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.jamtart.log.LogClients;
import org.jamtart.log.LogSettings;
import org.jamtart.replay.ReplayException;
import org.jspecify.annotations.Nullable;

/**
 * Where a range lies in the log at the moment of planning. What the log gets later is not part of it.
 *
 * @param spans         by partition, in their order; empty ones included
 * @param completeSince since when the log has everything, when that is later than the range's beginning because retention
 *                      has dropped what was before; null when nothing of the range was dropped
 */
public record RangePlan(LogRange range, List<Span> spans, @Nullable Instant completeSince) {

  /**
   * How far behind the range's end its last records may lie in a partition: gateways' clocks differ, and a record waits
   * in its gateway while the log is away, which then nobody else can pass.
   */
  private static final Duration DISORDER = Duration.ofHours(1);

  private static final int ANSWER_MS = 15_000;

  public RangePlan {
    spans = List.copyOf(spans);
  }

  /**
   * Asks the log.
   *
   * @throws ReplayException when it does not answer, or there is no such topic
   */
  public static RangePlan of(LogSettings log, LogRange range) {
    try (var consumer = new KafkaConsumer<byte[], byte[]>(config(log, "tart-replay-plan"))) {
      List<TopicPartition> partitions = consumer.partitionsFor(log.topic())
          .stream()
          .map(info -> new TopicPartition(log.topic(), info.partition()))
          .sorted((a, b) -> Integer.compare(a.partition(), b.partition()))
          .toList();
      if (partitions.isEmpty()) {
        throw new ReplayException("there is no topic " + log.topic() + " at " + log.bootstrapServers());
      }
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      Map<TopicPartition, Long> begins = consumer.beginningOffsets(partitions);
      var from = consumer.offsetsForTimes(at(partitions, range.from().toEpochMilli()));
      var behind = consumer.offsetsForTimes(at(partitions, range.to().plus(DISORDER).toEpochMilli()));
      var oldest = consumer.offsetsForTimes(at(partitions, 0));
      List<Span> spans = new ArrayList<>();
      long complete = 0;
      for (TopicPartition partition : partitions) {
        long end = ends.getOrDefault(partition, 0L);
        OffsetAndTimestamp first = from.get(partition);
        OffsetAndTimestamp last = behind.get(partition);
        spans.add(new Span(partition.partition(), first == null ? end : Math.min(first.offset(), end),
            last == null ? end : Math.min(last.offset(), end),
            first == null ? Long.MAX_VALUE : first.timestamp()));
        OffsetAndTimestamp old = oldest.get(partition);
        if (begins.getOrDefault(partition, 0L) > 0) {
          complete = Math.max(complete, old == null ? range.to().toEpochMilli() : old.timestamp());
        }
      }
      return new RangePlan(range, spans,
          complete > range.from().toEpochMilli() ? Instant.ofEpochMilli(complete) : null);
    } catch (KafkaException e) {
      throw new ReplayException(
          "the log at " + log.bootstrapServers() + " does not answer: " + e.getMessage(),
          e);
    }
  }

  static Map<String, Object> config(LogSettings log, String clientId) {
    Map<String, Object> config = new HashMap<>(LogClients.consumerConfig(log, clientId));
    config.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
    config.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, ANSWER_MS);
    config.put(ConsumerConfig.REQUEST_TIMEOUT_MS_CONFIG, ANSWER_MS);
    config.put(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, 4 << 20);
    config.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, 1 << 20);
    return config;
  }

  private static Map<TopicPartition, Long> at(List<TopicPartition> partitions, long millis) {
    return partitions.stream().collect(Collectors.toMap(partition -> partition, partition -> millis));
  }

  /** Records to be read, those that turn out to lie out of the range included. */
  public long records() {
    return spans.stream().mapToLong(Span::records).sum();
  }
}
