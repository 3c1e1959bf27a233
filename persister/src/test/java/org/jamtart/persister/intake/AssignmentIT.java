package org.jamtart.persister.intake;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.internals.AutoOffsetResetStrategy;
import org.apache.kafka.common.TopicPartition;
import org.jamtart.log.LogSettings;
import org.jamtart.log.LogTopic;
import org.jamtart.persister.batch.Ledger;
import org.jamtart.persister.position.LogPositions;
import org.jamtart.testsupport.TartTest;
import org.jamtart.testsupport.TestScope;
import org.junit.jupiter.api.Test;
import org.springframework.kafka.core.DefaultKafkaConsumerFactory;
import org.springframework.kafka.listener.ContainerProperties;
import org.springframework.kafka.listener.KafkaMessageListenerContainer;

/** What a consumer does with partitions that come. */
@TartTest
class AssignmentIT {

  @Test
  void partitions_that_come_while_a_consumer_rests_rest_with_it(TestScope scope) throws Exception {
    var log = new LogSettings(scope.bootstrapServers(), scope.topic(), scope.group(), 0, 0,
        Duration.ofDays(1), 0);
    var positions = new LogPositions(scope.database().dataSource(),
        LogTopic.ensure(scope.infra().admin(), log, Duration.ofSeconds(30)));
    var container = new KafkaMessageListenerContainer<byte[], byte[]>(
        new DefaultKafkaConsumerFactory<>(Map.of()), new ContainerProperties(scope.topic()));
    List<TopicPartition> partitions = List.of(new TopicPartition(scope.topic(), 0),
        new TopicPartition(scope.topic(), 1));
    var scheduler = Executors.newSingleThreadScheduledExecutor();
    scope.closeLater(scheduler::shutdownNow);
    try (var consumer = new MockConsumer<byte[], byte[]>(AutoOffsetResetStrategy.NONE.name())) {
      consumer.assign(partitions);
      consumer
          .updateBeginningOffsets(partitions.stream().collect(Collectors.toMap(each -> each, each -> 0L)));
      consumer.updateEndOffsets(partitions.stream().collect(Collectors.toMap(each -> each, each -> 0L)));
      var rest = new Rest(scheduler);
      var assignment = new Assignment(positions, new Ledger(), new Progress(),
          new Delays(Duration.ofSeconds(1)), rest);

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
