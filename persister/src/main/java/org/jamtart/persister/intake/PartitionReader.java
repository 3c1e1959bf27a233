package org.jamtart.persister.intake;

import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;
import org.jamtart.persister.batch.BatchStore;
import org.jamtart.persister.position.LogRefusedException;
import org.jamtart.persister.position.PositionMovedException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.kafka.listener.BatchAcknowledgingConsumerAwareMessageListener;
import org.springframework.kafka.listener.BatchInterceptor;
import org.springframework.kafka.listener.ConsumerAwareRebalanceListener;
import org.springframework.kafka.support.Acknowledgment;

/**
 * One consumer: what it does with a poll, before a poll, and when partitions come and go. There is no queue between a
 * poll and its transactions. It commits to Kafka itself and acknowledges nothing to the container.
 */
final class PartitionReader
    implements
      BatchAcknowledgingConsumerAwareMessageListener<byte[], byte[]>,
      ConsumerAwareRebalanceListener,
      BatchInterceptor<byte[], byte[]> {

  private static final Logger LOG = LoggerFactory.getLogger(PartitionReader.class);

  private final BatchStore store;
  private final Polls polls;
  private final Assignment assignment;
  private final ReaderState state;
  private final Delays delays;

  PartitionReader(BatchStore store, Polls polls, Assignment assignment, ReaderState state, Delays delays) {
    this.store = store;
    this.polls = polls;
    this.assignment = assignment;
    this.state = state;
    this.delays = delays;
  }

  @Override
  public void onMessage(List<ConsumerRecord<byte[], byte[]>> records, @Nullable Acknowledgment unused,
      @Nullable Consumer<?, ?> polled) {
    Consumer<?, ?> consumer = Objects.requireNonNull(polled);
    long before = assignment.generation();
    List<ConsumerRecord<byte[], byte[]>> filled = polls.fill(records, consumer);
    if (assignment.generation() != before) {
      // A poll in between brought or took partitions, whose records no longer follow on their rows.
      assignment.rewind(consumer);
      return;
    }
    List<ConsumerRecord<byte[], byte[]>> due = assignment.due(filled);
    try {
      store.store(due);
      assignment.stored(consumer, due);
      state.stored();
      delays.reset();
    } catch (PositionMovedException e) {
      LOG.warn("event=position_moved partition={}", e.partition());
      store.forgetSessions();
      assignment.rewind(consumer);
      assignment.reopen(consumer, Set.of(e.partition()));
    }
  }

  @Override
  public void setupThreadState(Consumer<?, ?> consumer) {
    try {
      if (assignment.settle(consumer)) {
        store.forgetSessions();
      }
      state.polls(assignment.trouble());
    } catch (LogRefusedException e) {
      state.refused(e);
    }
  }

  @Override
  public void clearThreadState(Consumer<?, ?> consumer) {
    state.roundOver();
  }

  @Override
  public ConsumerRecords<byte[], byte[]> intercept(ConsumerRecords<byte[], byte[]> records,
      Consumer<byte[], byte[]> consumer) {
    return records;
  }

  @Override
  public void onPartitionsAssigned(Consumer<?, ?> consumer, Collection<TopicPartition> partitions) {
    store.forgetSessions();
    try {
      assignment.assigned(consumer, partitions);
      state.joined();
    } catch (LogRefusedException e) {
      state.refused(e);
    }
  }

  @Override
  public void onPartitionsRevokedAfterCommit(Consumer<?, ?> consumer, Collection<TopicPartition> partitions) {
    store.forgetSessions();
    assignment.revoked(partitions);
  }

  @Override
  public void onPartitionsLost(Consumer<?, ?> consumer, Collection<TopicPartition> partitions) {
    onPartitionsRevokedAfterCommit(consumer, partitions);
  }
}
