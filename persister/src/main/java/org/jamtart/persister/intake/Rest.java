package org.jamtart.persister.intake;

import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.springframework.kafka.listener.MessageListenerContainer;

/**
 * The rest of one consumer after a failure: it polls to stay in its group, and gets no records until the rest is over. Works
 * on the consumer's thread alone.
 */
final class Rest {

  private final ScheduledExecutorService scheduler;
  private @Nullable Future<?> end;

  Rest(ScheduledExecutorService scheduler) {
    this.scheduler = scheduler;
  }

  /** Begins one; what was left of the one before does not count. */
  void take(MessageListenerContainer container, Duration length) {
    if (end != null) {
      end.cancel(false);
    }
    container.pause();
    try {
      end = scheduler.schedule(container::resume, length.toMillis(), TimeUnit.MILLISECONDS);
    } catch (RejectedExecutionException e) {
      // The service is being stopped, and so is this consumer.
    }
  }

  /** Whether records may be asked for. */
  boolean isOver() {
    return end == null || end.isDone();
  }
}
