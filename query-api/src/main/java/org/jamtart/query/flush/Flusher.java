package org.jamtart.query.flush;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.jamtart.log.FlushBarrier;
import org.jamtart.log.FlushBarrier.Flushed;
import org.jamtart.log.FlushBarrier.Stored;
import org.jamtart.query.horizon.LogWatch;
import org.jamtart.query.horizon.Position;
import org.jamtart.query.horizon.PositionSql;
import org.jamtart.query.problem.Problem;
import org.springframework.dao.DataAccessException;
import org.springframework.http.HttpStatus;

/** Waits until all that the log holds at the call is in the tables, added up and merged. Thread-safe. */
public final class Flusher {

  /** The longest that anybody may wait. */
  public static final Duration LONGEST = Duration.ofSeconds(60);

  private static final Duration ANSWER = Duration.ofMillis(500);

  private final LogWatch watch;
  private final Stored stored;

  public Flusher(LogWatch watch, PositionSql positions) {
    this.watch = watch;
    this.stored = new Tables(positions);
  }

  /**
   * Returns when it is done, and how long it took.
   *
   * @throws org.jamtart.query.problem.ProblemException 504 with what is missing when the time is over
   */
  public Duration flush(Duration timeout) {
    Instant began = watch.now();
    Flushed flushed = within(timeout.plus(ANSWER),
        () -> new FlushBarrier(watch.group(), stored).await(timeout), timeout);
    if (flushed.waiting().isEmpty() && !flushed.finished()) {
      throw late("after " + timeout.toMillis()
          + " ms everything is stored, but not everything is added up and merged yet",
          List.of());
    }
    if (!flushed.complete()) {
      throw late("after " + timeout.toMillis() + " ms the tables still lack what stands below",
          flushed.waiting().stream().map(w -> new Missing(w.partition(), w.committed(), w.end())).toList());
    }
    // So who is connected is judged as of now: all that the log had is stored.
    watch.found(began, flushed.found());
    return flushed.took();
  }

  /** What the tables themselves say: the offsets that Kafka keeps are behind them, unless the tables were set back. */
  private record Tables(PositionSql positions) implements Stored {

    @Override
    public Map<Integer, Long> nextOffsets() {
      return positions.read().stream().collect(Collectors.toMap(Position::partition, Position::nextOffset));
    }

    @Override
    public FlushBarrier.Unfinished unfinished() {
      return positions.unfinished();
    }

    @Override
    public boolean isLeft(FlushBarrier.Unfinished upTo) {
      return positions.isLeft(upTo);
    }

    @Override
    public void hurry() {
      positions.hurry();
    }
  }

  /**
   * What a partition of the log still holds that the tables lack.
   *
   * @param committed the first offset that is missing
   * @param end       the first offset behind the missing ones
   */
  record Missing(int partition, long committed, long end) {}

  /** Kafka's client may wait for a broker that is away for longer than the caller wants to. */
  private static <T> T within(Duration most, Callable<T> work, Duration timeout) {
    var task = new FutureTask<>(work);
    Thread thread = Thread.ofVirtual().name("flush").start(task);
    try {
      return task.get(most.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      throw late("the log did not answer within " + timeout.toMillis() + " ms", List.of());
    } catch (ExecutionException e) {
      throw e.getCause() instanceof DataAccessException
          ? late("the database does not answer", List.of())
          : late("the log does not answer: " + e.getMessage(), List.of());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw late("the query API is stopping", List.of());
    } finally {
      thread.interrupt();
    }
  }

  private static RuntimeException late(String detail, List<Missing> waiting) {
    return Problem
        .of("not-flushed", "Not everything that was accepted is stored yet", HttpStatus.GATEWAY_TIMEOUT,
            detail)
        .with("waiting", waiting)
        .asException();
  }
}
