package org.jamtart.benchmarks.queries;

import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jamtart.benchmarks.measure.Bench;
import org.jamtart.benchmarks.process.Pipeline;

/** Waits for the persister, and counts what it has stored. */
final class Filling {

  private static final long LOOK_MILLIS = 500;
  private static final long TOLD_SECONDS = 15;
  private static final Duration STUCK = Duration.ofMinutes(3);

  private Filling() {}

  /** Waits until so many frames are stored and everything is merged. */
  static void await(Bench bench, Pipeline pipeline, long frames) throws SQLException, InterruptedException {
    long stored = 0;
    long moved = System.nanoTime();
    long told = moved;
    while (stored < frames) {
      TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
      long now = System.nanoTime();
      long found = pipeline.stored();
      if (found > stored) {
        moved = now;
      } else if (now - moved > STUCK.toNanos()) {
        throw new IllegalStateException(
            "%,d of %,d frames are stored, and no more come".formatted(found, frames));
      }
      stored = found;
      if (now - told > TimeUnit.SECONDS.toNanos(TOLD_SECONDS)) {
        bench.tell("%,d of %,d events stored".formatted(stored, frames));
        told = now;
      }
    }
    pipeline.flushLog();
  }

  /** Waits until something more is stored, then so long. */
  static void awaitMore(Pipeline pipeline, long before, Duration length)
      throws SQLException, InterruptedException {
    long end = System.nanoTime() + STUCK.toNanos();
    while (pipeline.stored() == before) {
      if (System.nanoTime() > end) {
        throw new IllegalStateException("no event came in within " + STUCK);
      }
      TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
    }
    TimeUnit.NANOSECONDS.sleep(length.toNanos());
  }

  /** Every frame is an event row or in quarantine, once. */
  static void verify(Pipeline pipeline, long frames, long malformed) throws SQLException {
    long rows = pipeline.database().number("select count(*) from event");
    long quarantined = pipeline.database().number("select count(*) from quarantine");
    if (rows + malformed != frames || quarantined != malformed) {
      throw new IllegalStateException(
          "told %,d frames, %d of them malformed; found %,d rows and %d in quarantine"
              .formatted(frames, malformed, rows, quarantined));
    }
  }
}
