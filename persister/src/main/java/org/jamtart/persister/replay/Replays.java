package org.jamtart.persister.replay;

import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import org.jamtart.log.LogSettings;
import org.jamtart.persister.batch.Failures;
import org.jamtart.persister.batch.ReplayTransactions;
import org.jamtart.persister.batch.StoreParts;
import org.jamtart.persister.batch.TransientStoreException;
import org.jamtart.replay.ReplayException;
import org.jamtart.replay.range.RangePlan;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * Looks for replays to do, and does them one after the other, on a thread of its own. Any number of processes may: a lease
 * keeps them apart, and a replay whose process dies is taken up by another where its checkpoint says.
 */
final class Replays implements SmartLifecycle {

  private static final Logger LOG = LoggerFactory.getLogger(Replays.class);
  private static final long STOP_SECONDS = 10;

  private final LogSettings log;
  private final StoreParts parts;
  private final ReplaySettings settings;
  private final ReplayRows rows;
  private final BooleanSupplier liveIsBehind;
  private final AtomicLong events = new AtomicLong();
  private final CountDownLatch stop = new CountDownLatch(1);
  private final CountDownLatch stopped = new CountDownLatch(1);
  private volatile boolean running;

  Replays(LogSettings log, StoreParts parts, ReplaySettings settings, ReplayRows rows,
      BooleanSupplier liveIsBehind) {
    this.log = log;
    this.parts = parts;
    this.settings = settings;
    this.rows = rows;
    this.liveIsBehind = liveIsBehind;
  }

  @Override
  public void start() {
    running = true;
    Thread.ofPlatform().daemon().name("tart-replay").start(() -> {
      try {
        while (!stop.await(settings.lookInterval().toMillis(), TimeUnit.MILLISECONDS)) {
          look();
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      } finally {
        stopped.countDown();
      }
    });
  }

  /** Does what there is to do; trouble that passes is left to a later look. */
  private void look() throws InterruptedException {
    try {
      Optional<Claim> claim = rows.claim();
      if (claim.isPresent()) {
        run(claim.get());
      }
    } catch (ReplayLostException e) {
      LOG.info("event=replay_lost message=\"{}\"", e.getMessage());
    } catch (SQLException | TransientStoreException e) {
      LOG.warn("event=replay_waits error={}", e.toString());
    } catch (RuntimeException e) {
      LOG.warn("event=replay_waits error={}", e.toString(), e);
    }
  }

  private void run(Claim claim) throws SQLException, InterruptedException {
    LOG.info("event=replay_begins replay={} from={} to={} dry_run={} planned={}", claim.id(),
        claim.range().from(), claim.range().to(), claim.dryRun(), claim.planned());
    String error = null;
    try {
      var projections = Selection.of(parts.projections(), claim.projections());
      if (!claim.planned()) {
        rows.plan(claim, RangePlan.of(log, claim.range()));
      }
      var transactions = new ReplayTransactions(parts, claim.dryRun() ? List.of() : projections);
      var task = new ReplayTask(claim, log, settings, rows, transactions, liveIsBehind, stop, events);
      if (!task.run()) {
        rows.release(claim);
        LOG.info("event=replay_released replay={}", claim.id());
        return;
      }
    } catch (ReplayException e) {
      error = e.getMessage();
    } catch (TransientStoreException | ReplayLostException e) {
      throw e;
    } catch (RuntimeException e) {
      if (Failures.isTransient(e)) {
        throw e;
      }
      error = Failures.describe(e);
    }
    rows.end(claim, error);
    LOG.info("event=replay_ended replay={} error={}", claim.id(), error);
  }

  /** Gives what is under way to the next process that looks. */
  @Override
  public void stop() {
    stop.countDown();
    try {
      if (!stopped.await(STOP_SECONDS, TimeUnit.SECONDS)) {
        LOG.warn("event=replay_stop_timeout waited_s={}", STOP_SECONDS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    running = false;
  }

  @Override
  public boolean isRunning() {
    return running;
  }

  /** Frames that went through replays since the start. */
  long events() {
    return events.get();
  }
}
