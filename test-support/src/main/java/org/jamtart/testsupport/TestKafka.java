package org.jamtart.testsupport;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** Makes topics that can be produced to at once. */
final class TestKafka {

  private static final Duration READY = Duration.ofSeconds(30);

  private final String bootstrapServers;
  private final Admin admin;

  private TestKafka(String bootstrapServers) {
    this.bootstrapServers = bootstrapServers;
    this.admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers));
  }

  static TestKafka on(String bootstrapServers) {
    return new TestKafka(bootstrapServers);
  }

  String bootstrapServers() {
    return bootstrapServers;
  }

  Admin admin() {
    return admin;
  }

  /** Waits for the leaders, as what is sent before they are known can be lost. */
  void createTopic(String name, int partitions, Map<String, String> configuration) {
    NewTopic topic = new NewTopic(name, Optional.of(partitions), Optional.empty()).configs(configuration);
    get(admin.createTopics(List.of(topic)).all());
    Await.value("leaders of " + name, READY, () -> leaders(name), leaders -> leaders == partitions);
    // A broker tells of leaders a moment before it is one: only who answers for a partition takes its records.
    Map<TopicPartition, OffsetSpec> ends = new HashMap<>();
    IntStream.range(0, partitions)
        .forEach(each -> ends.put(new TopicPartition(name, each), OffsetSpec.latest()));
    get(admin.listOffsets(ends).all());
  }

  void deleteTopic(String name) {
    get(admin.deleteTopics(List.of(name)).all());
  }

  private long leaders(String name) throws InterruptedException, ExecutionException, TimeoutException {
    try {
      TopicDescription topic = admin.describeTopics(Set.of(name))
          .allTopicNames()
          .get(READY.toSeconds(), TimeUnit.SECONDS)
          .get(name);
      return topic == null
          ? 0
          : topic.partitions().stream().filter(p -> p.leader() != null && !p.leader().isEmpty()).count();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof UnknownTopicOrPartitionException) {
        return 0;
      }
      throw e;
    }
  }

  private static void get(KafkaFuture<?> answer) {
    try {
      answer.get(READY.toSeconds(), TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
