package org.jamtart.log;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.AlterConfigOp.OpType;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jspecify.annotations.Nullable;

/**
 * The topic as it is on the cluster.
 *
 * @param clusterId  id of the Kafka cluster
 * @param name       name of the topic
 * @param topicId    id that Kafka gave this incarnation of the topic; a topic made again under its name has another
 * @param partitions how many partitions it has
 */
public record LogTopic(String clusterId, String name, String topicId, int partitions) {

  private static final long POLL_NANOS = Duration.ofMillis(50).toNanos();
  private static final long REQUEST_SECONDS = 30;

  /**
   * Makes the topic if it is missing, sets its retention, and waits until every partition's leader answers: a producer that
   * starts earlier can lose the order of its first sends. Partitions of an existing topic are left as they are.
   *
   * @throws TimeoutException when the cluster is not there, or has no leaders, within the time
   */
  public static LogTopic ensure(Admin admin, LogSettings settings, Duration timeout)
      throws InterruptedException, TimeoutException {
    long deadline = System.nanoTime() + timeout.toNanos();
    String missing;
    do {
      try {
        TopicDescription topic = describeOrCreate(admin, settings, deadline);
        if (topic.partitions().stream().allMatch(p -> hasLeader(p.leader()))) {
          awaitLeading(admin, topic, deadline);
          setRetention(admin, settings);
          return new LogTopic(get(admin.describeCluster().clusterId()), topic.name(),
              topic.topicId().toString(),
              topic.partitions().size());
        }
        missing = "partitions of " + settings.topic() + " without a leader";
      } catch (RetriableException e) {
        missing = String.valueOf(e.getMessage());
      } catch (TimeoutException e) { // which says nothing
        missing = "no answer from the cluster";
      }
      TimeUnit.NANOSECONDS.sleep(POLL_NANOS);
    } while (System.nanoTime() < deadline);
    throw new TimeoutException("topic " + settings.topic() + " at " + settings.bootstrapServers()
        + " is not ready after " + timeout.toSeconds() + " s: " + missing);
  }

  /**
   * A broker tells of leaders a moment before it is one. A producer whose first batch comes in that moment has it refused and the next
   * one accepted, and can never send the first again: only who answers for a partition takes its records.
   */
  private static void awaitLeading(Admin admin, TopicDescription topic, long deadline)
      throws InterruptedException, TimeoutException {
    Map<TopicPartition, OffsetSpec> ends = new HashMap<>();
    topic.partitions()
        .forEach(each -> ends.put(new TopicPartition(topic.name(), each.partition()), OffsetSpec.latest()));
    get(admin.listOffsets(ends).all(), Math.max(POLL_NANOS, deadline - System.nanoTime()));
  }

  private static boolean hasLeader(@Nullable Node leader) {
    return leader != null && !leader.isEmpty();
  }

  private static TopicDescription describeOrCreate(Admin admin, LogSettings settings, long deadline)
      throws InterruptedException, TimeoutException {
    try {
      // A cluster that is not there does not answer at all, so this is where the caller's time runs out.
      long left = Math.clamp(deadline - System.nanoTime(), POLL_NANOS,
          TimeUnit.SECONDS.toNanos(REQUEST_SECONDS));
      return get(admin.describeTopics(List.of(settings.topic())).topicNameValues().get(settings.topic()),
          left);
    } catch (UnknownTopicOrPartitionException e) {
      var topic = new NewTopic(settings.topic(), settings.partitions(), (short) settings.replicationFactor())
          .configs(configs(settings));
      try {
        get(admin.createTopics(Set.of(topic)).all());
      } catch (TopicExistsException another) {
        // somebody else was faster: theirs is as good
      }
      throw e;
    }
  }

  private static Map<String, String> configs(LogSettings settings) {
    return Map.of(TopicConfig.RETENTION_MS_CONFIG, Long.toString(settings.retention().toMillis()),
        TopicConfig.RETENTION_BYTES_CONFIG, Long.toString(settings.retentionBytes()),
        TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_DELETE,
        TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG, "CreateTime",
        // A gateway whose clock is ahead of the broker's would lose every session by the default of one hour.
        TopicConfig.MESSAGE_TIMESTAMP_AFTER_MAX_MS_CONFIG, Long.toString(Long.MAX_VALUE),
        TopicConfig.MAX_MESSAGE_BYTES_CONFIG, Integer.toString(2 * LogClients.MAX_RECORD_BYTES));
  }

  private static void setRetention(Admin admin, LogSettings settings)
      throws InterruptedException, TimeoutException {
    var resource = new ConfigResource(ConfigResource.Type.TOPIC, settings.topic());
    var present = get(admin.describeConfigs(List.of(resource)).values().get(resource));
    List<AlterConfigOp> changes = configs(settings).entrySet()
        .stream()
        .filter(wanted -> !wanted.getValue().equals(value(present.get(wanted.getKey()))))
        .map(wanted -> new AlterConfigOp(new ConfigEntry(wanted.getKey(), wanted.getValue()), OpType.SET))
        .toList();
    if (!changes.isEmpty()) {
      get(admin.incrementalAlterConfigs(Map.of(resource, changes)).all());
    }
  }

  /**
   * How long a topic keeps a record; the longest duration for no limit.
   *
   * @throws TimeoutException when the cluster does not answer within the time
   */
  public static Duration retention(Admin admin, String topic, Duration timeout)
      throws InterruptedException, TimeoutException {
    var resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
    String millis = value(
        get(admin.describeConfigs(List.of(resource)).values().get(resource), timeout.toNanos())
            .get(TopicConfig.RETENTION_MS_CONFIG));
    return millis.isEmpty() || millis.equals("-1")
        ? Duration.ofSeconds(Integer.MAX_VALUE)
        : Duration.ofMillis(Long.parseLong(millis));
  }

  private static String value(@Nullable ConfigEntry entry) {
    return entry == null ? "" : String.valueOf(entry.value());
  }

  /** Waits for Kafka's answer; its own exceptions come out as they are, not wrapped. */
  static <T> T get(@Nullable KafkaFuture<T> future) throws InterruptedException, TimeoutException {
    return get(future, TimeUnit.SECONDS.toNanos(REQUEST_SECONDS));
  }

  private static <T> T get(@Nullable KafkaFuture<T> future, long nanos)
      throws InterruptedException, TimeoutException {
    try {
      return Objects.requireNonNull(future).get(nanos, TimeUnit.NANOSECONDS);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException kafka) {
        throw kafka;
      }
      throw new IllegalStateException(e.getCause());
    }
  }
}
