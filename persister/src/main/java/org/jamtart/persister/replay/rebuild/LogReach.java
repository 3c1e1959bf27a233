package org.jamtart.persister.replay.rebuild;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.utils.Utils;
import org.jamtart.log.LogClients;
import org.jamtart.log.LogSettings;
import org.jamtart.replay.ReplayException;

/**
 * How far back the log goes.
 *
 * @param begins first offset of each partition
 * @param starts first offset of each partition that may hold what was received from a moment on
 * @param since  from which receipt on, in Unix microseconds, each partition has everything; {@link #ALWAYS} when it never lost
 *               anything
 */
record LogReach(Map<Integer, Long> begins, Map<Integer, Long> starts, Map<Integer, Long> since) {

  /** Of a partition that has everything that these tables ever got. */
  static final long ALWAYS = Long.MIN_VALUE;

  /**
   * How much newer than what is left what was dropped may be: gateways' clocks differ, and a record waits in its gateway
   * while the log is away.
   */
  private static final Duration DISORDER = Duration.ofHours(1);

  /**
   * Asks the log.
   *
   * @param from    receipt in Unix microseconds
   * @param adopted whether the tables have been told to go on with another log
   * @param now     Unix microseconds
   * @throws ReplayException when it does not answer
   */
  static LogReach of(LogSettings log, long from, boolean adopted, long now) {
    Map<String, Object> config = LogClients.consumerConfig(log, "tart-replay-reach");
    try (var consumer = new KafkaConsumer<byte[], byte[]>(config)) {
      List<TopicPartition> partitions = consumer.partitionsFor(log.topic())
          .stream()
          .map(info -> new TopicPartition(log.topic(), info.partition()))
          .toList();
      var begins = consumer.beginningOffsets(partitions);
      var ends = consumer.endOffsets(partitions);
      var oldest = consumer.offsetsForTimes(at(partitions, 0));
      var starts = consumer.offsetsForTimes(at(partitions, Math.max(0, Math.floorDiv(from, 1000))));
      Map<Integer, Long> since = new TreeMap<>();
      for (TopicPartition partition : partitions) {
        OffsetAndTimestamp first = oldest.get(partition);
        boolean whole = begins.getOrDefault(partition, 0L) == 0 && !adopted;
        long left = first == null ? now : first.timestamp() * 1000;
        since.put(partition.partition(), whole ? ALWAYS : left + DISORDER.toMillis() * 1000);
      }
      return new LogReach(byNumber(partitions, partition -> begins.getOrDefault(partition, 0L)),
          byNumber(partitions, partition -> {
            OffsetAndTimestamp start = starts.get(partition);
            return start == null ? ends.getOrDefault(partition, 0L) : start.offset();
          }), since);
    } catch (KafkaException e) {
      throw new ReplayException(
          "the log at " + log.bootstrapServers() + " does not answer: " + e.getMessage(), e);
    }
  }

  private static Map<TopicPartition, Long> at(List<TopicPartition> partitions, long millis) {
    return partitions.stream().collect(Collectors.toMap(partition -> partition, partition -> millis));
  }

  private static Map<Integer, Long> byNumber(List<TopicPartition> partitions,
      Function<TopicPartition, Long> value) {
    return partitions.stream()
        .collect(Collectors.toMap(TopicPartition::partition, value, (a, b) -> a, TreeMap::new));
  }

  /** From which receipt on all partitions have everything, Unix microseconds; {@link #ALWAYS} if nothing was lost. */
  long complete() {
    return since.values().stream().mapToLong(Long::longValue).max().orElse(ALWAYS);
  }

  /** Whether the log has everything of a node of which nothing was received before a moment, Unix microseconds. */
  boolean covers(int partition, long firstSeen) {
    return since.getOrDefault(partition, Long.MAX_VALUE) <= firstSeen;
  }

  /** The partition to which Kafka's producers send what has a key. */
  int partition(byte[] key) {
    return Utils.toPositive(Utils.murmur2(key)) % begins.size();
  }
}
