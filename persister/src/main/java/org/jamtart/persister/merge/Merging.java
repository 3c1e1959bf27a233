package org.jamtart.persister.merge;

import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import javax.sql.DataSource;
import org.jamtart.persister.database.Failures;
import org.jamtart.persister.worker.HurriedWorker;
import org.jamtart.persister.worker.Trouble;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Merges what is marked, on a thread of its own. Any number of processes may: a lock keeps their transactions apart. After
 * work it rests in proportion, so that a flood of reports is merged less often rather than at the cost of storing them; unless
 * somebody waits for it.
 */
public final class Merging extends HurriedWorker {

  private static final Logger LOG = LoggerFactory.getLogger(Merging.class);
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final long SETTLE_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final MergeTransactions transactions;
  private final MergeSettings settings;
  private final AtomicLong merged = new AtomicLong();
  private final AtomicLong failures = new AtomicLong();
  private final Trouble trouble = new Trouble();
  /** Of the merging thread alone. */
  private long settled = System.nanoTime() - SETTLE_NANOS;

  Merging(MergeTransactions transactions, MergeSettings settings, DataSource dataSource) {
    super("merge", PATIENCE, dataSource);
    this.transactions = transactions;
    this.settings = settings;
  }

  @Override
  protected Duration rest(Duration worked) {
    Duration share = Duration.ofNanos((long) (worked.toNanos() * (1 / settings.share() - 1)));
    return share.compareTo(settings.pause()) > 0 ? share : settings.pause();
  }

  @Override
  protected void look() {
    try {
      MergeTransactions.Outcome outcome = transactions.run();
      merged.addAndGet(outcome.merged());
      failures.addAndGet(outcome.failures().size());
      if (!outcome.failures().isEmpty()) {
        trouble.found("some things cannot be merged: " + outcome.failures().getFirst());
      }
      settle();
    } catch (SQLException | RuntimeException e) {
      LOG.warn("event=merge_waits error={}", Failures.describe(e));
      trouble.found("nothing can be merged: " + Failures.describe(e));
    }
  }

  private void settle() throws SQLException {
    if (System.nanoTime() - settled >= SETTLE_NANOS) {
      List<String> failed = transactions.settle();
      settled = System.nanoTime();
      if (!failed.isEmpty()) {
        trouble.found("something cannot be rolled up: " + failed.getFirst());
      }
    }
  }

  /** What could not be merged lately; empty if everything could. */
  public String trouble() {
    return trouble.lately();
  }

  /** How often rows of things were written since the start. */
  public long merged() {
    return merged.get();
  }

  /** How often a thing could not be merged since the start. */
  public long failures() {
    return failures.get();
  }

  /** Seconds for which the oldest mark has been waiting; not a number when the database does not say. */
  public double lagSeconds() {
    try {
      return transactions.lag();
    } catch (SQLException e) {
      return Double.NaN;
    }
  }
}
