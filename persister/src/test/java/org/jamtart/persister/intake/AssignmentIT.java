package org.jamtart.persister.intake;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.OffsetCommitCallback;
import org.apache.kafka.clients.consumer.internals.AutoOffsetResetStrategy;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.DisconnectException;
import org.jamtart.log.LogSettings;
import org.jamtart.log.LogTopic;
import org.jamtart.persister.batch.Ledger;
import org.jamtart.persister.position.LogPositions;
import org.jamtart.testsupport.TartTest;
import org.jamtart.testsupport.TestScope;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.kafka.core.DefaultKafkaConsumerFactory;
import org.springframework.kafka.listener.ContainerProperties;
import org.springframework.kafka.listener.KafkaMessageListenerContainer;

/** What a consumer does with partitions that come. */
@TartTest
class AssignmentIT {

  /** Offsets of which Kafka takes none while it is away; the answer comes when the test says so. */
  private static final class Broker extends MockConsumer<byte[], byte[]> {
    private boolean away = true;
    private Runnable answer = () -> {};

    Broker(List<TopicPartition> partitions) {
      super(AutoOffsetResetStrategy.NONE.name());
      assign(partitions);
      updateBeginningOffsets(partitions.stream().collect(Collectors.toMap(each -> each, each -> 0L)));
      updateEndOffsets(partitions.stream().collect(Collectors.toMap(each -> each, each -> 9L)));
    }

    @Override
    public synchronized void commitAsync(Map<TopicPartition, OffsetAndMetadata> offsets,
        @Nullable OffsetCommitCallback callback) {
      if (away) {
        answer = () -> Objects.requireNonNull(callback).onComplete(offsets, new DisconnectException());
      } else {
        super.commitAsync(offsets, callback);
      }
    }
  }

  private static List<TopicPartition> partitions(TestScope scope) {
    return List.of(new TopicPartition(scope.topic(), 0), new TopicPartition(scope.topic(), 1));
  }

  private static Assignment assignment(TestScope scope, Ledger ledger, Rest rest) throws Exception {
    var log = new LogSettings(scope.bootstrapServers(), scope.topic(), scope.group(), 0, 0,
        Duration.ofDays(1), 0);
    var positions = new LogPositions(scope.database().dataSource(),
        LogTopic.ensure(scope.infra().admin(), log, Duration.ofSeconds(30)));
    return new Assignment(positions, ledger, new Progress(), new Delays(Duration.ofSeconds(1)), rest);
  }

  private static Rest rest(TestScope scope) {
    var scheduler = Executors.newSingleThreadScheduledExecutor();
    scope.closeLater(scheduler::shutdownNow);
    return new Rest(scheduler);
  }

  @Test
  void what_kafka_did_not_take_is_committed_with_a_later_poll_as_far_as_the_tables_are_by_then(
      TestScope scope) throws Exception {
    List<TopicPartition> partitions = partitions(scope);
    var ledger = new Ledger();
    var assignment = assignment(scope, ledger, rest(scope));
    try (var broker = new Broker(partitions)) {
      assignment.assigned(broker, partitions);
      ledger.set(0, 5);
      broker.answer.run();
      broker.away = false;
      assignment.settle(broker);

      assertThat(broker.committed(Set.copyOf(partitions))).isEqualTo(Map.of(partitions.getFirst(),
          new OffsetAndMetadata(5), partitions.getLast(), new OffsetAndMetadata(0)));
    }
  }

  @Test
  void what_kafka_did_not_take_of_a_partition_that_has_gone_is_left_to_whoever_has_it(TestScope scope)
      throws Exception {
    List<TopicPartition> partitions = partitions(scope);
    var assignment = assignment(scope, new Ledger(), rest(scope));
    try (var broker = new Broker(partitions)) {
      assignment.assigned(broker, partitions);
      assignment.revoked(partitions.subList(1, 2));
      broker.answer.run();
      broker.away = false;
      assignment.settle(broker);

      assertThat(broker.committed(Set.copyOf(partitions)).keySet()).containsOnly(partitions.getFirst());
    }
  }

  @Test
  void partitions_that_come_while_a_consumer_rests_rest_with_it(TestScope scope) throws Exception {
    var container = new KafkaMessageListenerContainer<byte[], byte[]>(
        new DefaultKafkaConsumerFactory<>(Map.of()), new ContainerProperties(scope.topic()));
    List<TopicPartition> partitions = partitions(scope);
    var scheduler = Executors.newSingleThreadScheduledExecutor();
    scope.closeLater(scheduler::shutdownNow);
    var rest = new Rest(scheduler);
    var assignment = assignment(scope, new Ledger(), rest);
    try (var consumer = new Broker(partitions)) {
      rest.take(container, Duration.ofHours(1));
      consumer.pause(partitions); // as the container does with what it gets while it is paused
      assignment.assigned(consumer, partitions);

      assertThat(consumer.paused()).containsExactlyInAnyOrderElementsOf(partitions);

      rest.take(container, Duration.ZERO);
      scheduler.submit(() -> {}).get();
      assertThat(rest.isOver()).isTrue();
      assertThat(container.isPauseRequested()).isFalse();
      assignment.assigned(consumer, partitions);

      assertThat(consumer.paused()).isEmpty();
    }
  }
}
