package org.jamtart.log;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
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

  /** The offset behind the last record of each partition, now. */
  public Map<TopicPartition, Long> ends() throws InterruptedException, TimeoutException {
    return offsets(OffsetSpec.latest());
  }

  /** The first offset that each partition still has, now. */
  public Map<TopicPartition, Long> firsts() throws InterruptedException, TimeoutException {
    return offsets(OffsetSpec.earliest());
  }

  /** What the group has committed, now; partitions without a commit are absent. */
  public Map<TopicPartition, Long> committed() throws InterruptedException, TimeoutException {
    Map<TopicPartition, OffsetAndMetadata> committed = LogTopic
        .get(admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata());
    return committed.entrySet()
        .stream()
        .filter(e -> e.getValue() != null && e.getKey().topic().equals(topic))
        .collect(Collectors.toMap(Map.Entry::getKey, e -> e.getValue().offset()));
  }

  /** Every partition of the topic with its position, by number. The ends are read first. */
  public List<Partition> read() throws InterruptedException, TimeoutException {
    var ends = ends();
    var committed = committed();
    var firsts = firsts();
    List<Partition> partitions = new ArrayList<>();
    IntStream.range(0, ends.size()).forEach(number -> {
      var partition = new TopicPartition(topic, number);
      long first = firsts.getOrDefault(partition, 0L);
      partitions.add(new Partition(number, first, ends.getOrDefault(partition, first),
          committed.getOrDefault(partition, first)));
    });
    return partitions;
  }

  private Map<TopicPartition, Long> offsets(OffsetSpec spec) throws InterruptedException, TimeoutException {
    int count = LogTopic.get(admin.describeTopics(List.of(topic)).topicNameValues().get(topic))
        .partitions()
        .size();
    Map<TopicPartition, OffsetSpec> wanted = IntStream.range(0, count)
        .boxed()
        .collect(Collectors.toMap(number -> new TopicPartition(topic, number), number -> spec));
    Map<TopicPartition, ListOffsetsResultInfo> found = LogTopic.get(admin.listOffsets(wanted).all());
    return found.entrySet().stream().collect(Collectors.toMap(Map.Entry::getKey, e -> e.getValue().offset()));
  }
}
