package org.jamtart.log;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;

/**
 * How far a consumer group is behind the end of the log. Thread-safe when the client is.
 */
public final class GroupLag {

  private final Admin admin;
  private final String topic;
  private final String group;

  public GroupLag(Admin admin, LogSettings settings) {
    this.admin = admin;
    this.topic = settings.topic();
    this.group = settings.group();
  }

  /**
   * One partition, half-open: it holds [first, end), the group has everything below {@code committed}.
   *
   * @param committed the group's committed offset; {@code first} when it has committed none
   */
  public record Partition(int partition, long first, long end, long committed) {

    /** Records that the group has not committed. */
    public long lag() {
      return Math.max(0, end - committed);
    }
  }

  /** What the group has committed, now; partitions without a commit are absent. */
  public Map<TopicPartition, Long> committed() throws InterruptedException, TimeoutException {
    return LogTopic.get(admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata())
        .entrySet()
        .stream()
        .filter(e -> e.getValue() != null && e.getKey().topic().equals(topic))
        .collect(Collectors.toMap(Map.Entry::getKey, e -> e.getValue().offset()));
  }

  /** Every partition of the topic with its position, by number, all as of about one moment. */
  public List<Partition> read() throws InterruptedException, TimeoutException {
    List<TopicPartition> partitions = partitions();
    var ends = offsets(partitions, OffsetSpec.latest());
    var firsts = offsets(partitions, OffsetSpec.earliest());
    Map<TopicPartition, Long> committed = committed();
    Map<TopicPartition, Long> end = offsets(ends);
    Map<TopicPartition, Long> first = offsets(firsts);
    return partitions.stream().map(partition -> {
      long begin = first.getOrDefault(partition, 0L);
      return new Partition(partition.partition(), begin, end.getOrDefault(partition, begin),
          committed.getOrDefault(partition, begin));
    }).toList();
  }

  private List<TopicPartition> partitions() throws InterruptedException, TimeoutException {
    return LogTopic.get(admin.describeTopics(List.of(topic)).topicNameValues().get(topic))
        .partitions()
        .stream()
        .map(info -> new TopicPartition(topic, info.partition()))
        .sorted(Comparator.comparingInt(TopicPartition::partition))
        .toList();
  }

  /** Asks without waiting, so that questions wait for their answers together. */
  private KafkaFuture<Map<TopicPartition, ListOffsetsResultInfo>> offsets(List<TopicPartition> partitions,
      OffsetSpec spec) {
    return admin.listOffsets(partitions.stream().collect(Collectors.toMap(each -> each, each -> spec))).all();
  }

  private static Map<TopicPartition, Long> offsets(
      KafkaFuture<Map<TopicPartition, ListOffsetsResultInfo>> answer)
      throws InterruptedException, TimeoutException {
    return LogTopic.get(answer)
        .entrySet()
        .stream()
        .collect(Collectors.toMap(Map.Entry::getKey, e -> e.getValue().offset()));
  }
}
