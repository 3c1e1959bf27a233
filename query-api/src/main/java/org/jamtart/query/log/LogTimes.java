package org.jamtart.query.log;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.GroupListing;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsSpec;
import org.apache.kafka.clients.admin.ListGroupsOptions;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.jamtart.log.GroupLag.Partition;
import org.jamtart.log.LogSettings;
import org.jamtart.query.horizon.LogWatch;

/** What Kafka is asked only when somebody wants to know. Thread-safe. */
public final class LogTimes {

  private static final long MILLIS = 3_000;
  private static final int MOST_GROUPS = 100;

  private final LogWatch watch;
  private final LogSettings settings;

  public LogTimes(LogWatch watch, LogSettings settings) {
    this.watch = watch;
    this.settings = settings;
  }

  /** Times of the first record of each partition, by its number; absent for one that is empty. */
  Map<Integer, Instant> first(List<Partition> partitions) throws TimeoutException, InterruptedException {
    return times(partitions, OffsetSpec.forTimestamp(0));
  }

  /** Newest times of each partition, by its number; absent for one that is empty. */
  Map<Integer, Instant> last(List<Partition> partitions) throws TimeoutException, InterruptedException {
    return times(partitions, OffsetSpec.maxTimestamp());
  }

  private Map<Integer, Instant> times(List<Partition> partitions, OffsetSpec spec)
      throws TimeoutException, InterruptedException {
    Map<TopicPartition, OffsetSpec> wanted = partitions.stream()
        .collect(Collectors.toMap(partition -> new TopicPartition(settings.topic(), partition.partition()),
            partition -> spec));
    Map<Integer, Instant> times = new HashMap<>();
    get(watch.client().listOffsets(wanted).all())
        .forEach((partition, info) -> add(times, partition.partition(), info));
    return times;
  }

  private static void add(Map<Integer, Instant> times, int partition, ListOffsetsResultInfo info) {
    if (info.timestamp() >= 0) {
      times.put(partition, Instant.ofEpochMilli(info.timestamp()));
    }
  }

  /** What every consumer group has committed in the topic, by group and partition: at most 100 groups. */
  Map<String, Map<Integer, Long>> groups() throws TimeoutException, InterruptedException {
    Admin admin = watch.client();
    Map<String, ListConsumerGroupOffsetsSpec> wanted = get(
        admin.listGroups(ListGroupsOptions.forConsumerGroups()).all()).stream()
        .map(GroupListing::groupId)
        .sorted()
        .limit(MOST_GROUPS)
        .collect(Collectors.toMap(Function.identity(), group -> new ListConsumerGroupOffsetsSpec()));
    Map<String, Map<Integer, Long>> groups = new TreeMap<>();
    if (!wanted.isEmpty()) {
      get(admin.listConsumerGroupOffsets(wanted).all()).forEach((group, offsets) -> {
        Map<Integer, Long> committed = ofTopic(offsets);
        if (!committed.isEmpty()) {
          groups.put(group, committed);
        }
      });
    }
    return groups;
  }

  private Map<Integer, Long> ofTopic(Map<TopicPartition, OffsetAndMetadata> offsets) {
    return offsets.entrySet()
        .stream()
        .filter(each -> each.getValue() != null && each.getKey().topic().equals(settings.topic()))
        .collect(Collectors.toMap(each -> each.getKey().partition(), each -> each.getValue().offset()));
  }

  private static <T> T get(KafkaFuture<T> answer) throws TimeoutException, InterruptedException {
    try {
      return answer.get(MILLIS, TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      throw new TimeoutException(String.valueOf(e.getCause()));
    }
  }
}
