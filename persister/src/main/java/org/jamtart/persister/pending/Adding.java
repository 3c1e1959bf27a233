package org.jamtart.persister.pending;

import java.sql.SQLException;
import java.time.Duration;
import javax.sql.DataSource;
import org.jamtart.persister.database.Failures;
import org.jamtart.persister.pending.PendingTransactions.Outcome;
import org.jamtart.persister.worker.HurriedWorker;
import org.jamtart.persister.worker.Trouble;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Adds up what is pending, on a thread of its own: again and again after a pause, and at once when somebody waits for it. */
public final class Adding extends HurriedWorker {

  private static final Logger LOG = LoggerFactory.getLogger(Adding.class);
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final PendingSums pending;
  private final PendingSettings settings;
  /** Whether the last look has left something; of the worker's thread alone. */
  private boolean more;
  private final Trouble trouble = new Trouble();

  Adding(PendingSums pending, PendingSettings settings, DataSource dataSource) {
    super("adding", PATIENCE, dataSource);
    this.pending = pending;
    this.settings = settings;
  }

  /** Half of the time while there is more, so that those who store have the other half. */
  @Override
  protected Duration rest(Duration worked) {
    return more && worked.compareTo(settings.pause()) < 0 ? worked : settings.pause();
  }

  @Override
  protected void look() {
    try {
      Outcome outcome = isHurried() ? pending.addUp() : pending.addSome();
      more = outcome.more();
      if (!outcome.failures().isEmpty()) {
        trouble.found("something cannot be added to the counts: " + outcome.failures().getFirst());
      }
    } catch (SQLException | RuntimeException e) {
      more = false;
      LOG.warn("event=adding_up_waits error={}", Failures.describe(e));
      trouble.found("nothing can be added to the counts: " + Failures.describe(e));
    }
  }

  /** Nothing is left for whoever starts next; what cannot be added now is pending still. */
  @Override
  protected void end() {
    super.end();
    if (pending.isAny()) {
      try {
        pending.addUp();
      } catch (SQLException | RuntimeException e) {
        LOG.warn("event=adding_up_waits error={}", Failures.describe(e));
      }
    }
  }

  /** It stops behind those who put something there. */
  @Override
  public int getPhase() {
    return DEFAULT_PHASE - 1;
  }

  /** What could not be added lately; empty if everything could. */
  public String trouble() {
    return trouble.lately();
  }
}
