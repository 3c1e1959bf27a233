package org.jamtart.persister.intake;

import java.time.Duration;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.TopicPartition;
import org.jamtart.persister.batch.BatchStore;
import org.jamtart.persister.database.Failures;
import org.jamtart.persister.position.LogRefusedException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.kafka.listener.CommonErrorHandler;
import org.springframework.kafka.listener.ListenerExecutionFailedException;
import org.springframework.kafka.listener.MessageListenerContainer;

/**
 * Never gives up and never skips: goes back to where the tables are and lets the consumer rest for a while, in which it
 * stays in its group. No batch is held back meanwhile, so a rebalance finds nothing to be put right.
 */
final class PatientErrorHandler implements CommonErrorHandler {

  private static final Logger LOG = LoggerFactory.getLogger(PatientErrorHandler.class);

  private final BatchStore store;
  private final Assignment assignment;
  private final ReaderState state;
  private final Progress progress;
  private final Delays delays;
  private final Rest rest;

  PatientErrorHandler(BatchStore store, Assignment assignment, ReaderState state, Progress progress,
      Delays delays, Rest rest) {
    this.store = store;
    this.assignment = assignment;
    this.state = state;
    this.progress = progress;
    this.delays = delays;
    this.rest = rest;
  }

  /** So that the container comes with every failed batch, and holds none back itself. */
  @Override
  public boolean seeksAfterHandling() {
    return true;
  }

  @Override
  public boolean isAckAfterHandle() {
    return false;
  }

  @Override
  public void handleBatch(Exception thrown, ConsumerRecords<?, ?> data, Consumer<?, ?> consumer,
      MessageListenerContainer container, Runnable invokeListener) {
    store.forgetSessions();
    assignment.rewind(consumer);
    Throwable cause = cause(thrown);
    if (cause instanceof LogRefusedException refused) {
      state.refused(refused);
      return;
    }
    state.storingFailed(Failures.describe(cause));
    rest(cause, container);
  }

  @Override
  public void handleOtherException(Exception thrown, Consumer<?, ?> consumer,
      MessageListenerContainer container,
      boolean batchListener) {
    if (thrown instanceof OffsetOutOfRangeException outside) {
      Set<Integer> partitions = outside.partitions()
          .stream()
          .map(TopicPartition::partition)
          .collect(Collectors.toSet());
      LOG.warn("event=offset_out_of_range partitions={}", partitions);
      try {
        assignment.reopen(consumer, partitions);
      } catch (LogRefusedException e) {
        state.refused(e);
      }
    } else {
      state.pollFailed(Failures.describe(thrown));
      rest(thrown, container);
    }
  }

  private static Throwable cause(Throwable thrown) {
    return thrown instanceof ListenerExecutionFailedException && thrown.getCause() != null
        ? thrown.getCause()
        : thrown;
  }

  private void rest(Throwable why, MessageListenerContainer container) {
    Duration delay = delays.next();
    progress.retry();
    LOG.warn("event=store_retry retry_ms={} code={} error={}", delay.toMillis(), Failures.code(why),
        Failures.describe(why));
    rest.take(container, delay);
  }
}
