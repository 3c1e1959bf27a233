package org.jamtart.persister.replay;

import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import javax.sql.DataSource;
import org.jamtart.log.LogSettings;
import org.jamtart.persister.database.Failures;
import org.jamtart.persister.batch.ReplayTransactions;
import org.jamtart.persister.batch.StoreParts;
import org.jamtart.persister.batch.TransientStoreException;
import org.jamtart.persister.projection.Projection;
import org.jamtart.persister.replay.rebuild.Rebuild;
import org.jamtart.persister.worker.Worker;
import org.jamtart.replay.ReplayException;
import org.jamtart.replay.range.RangePlan;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks for replays to do, and does them one after the other, on a thread of its own. Any number of processes may: a lease
 * keeps them apart, and a replay whose process dies, or is stopped, is taken up by another where its checkpoint says.
 */
final class Replays extends Worker {

  private static final Logger LOG = LoggerFactory.getLogger(Replays.class);
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final Duration SWEEP = Duration.ofMinutes(10);

  private final LogSettings log;
  private final StoreParts parts;
  private final ReplaySettings settings;
  private final ReplayRows rows;
  private final DataSource dataSource;
  private final Pace pace;
  private final AtomicLong events = new AtomicLong();
  private Instant swept = Instant.EPOCH;

  Replays(LogSettings log, StoreParts parts, ReplaySettings settings, DataSource dataSource,
      ReplayRows rows, BooleanSupplier liveIsBehind) {
    super("replay", PATIENCE);
    this.log = log;
    this.parts = parts;
    this.settings = settings;
    this.rows = rows;
    this.dataSource = dataSource;
    this.pace = new Pace(settings, liveIsBehind, this::awaitStop);
  }

  @Override
  protected Duration rest(Duration worked) {
    return settings.lookInterval();
  }

  /** Does what there is to do; trouble that passes is left to a later look. */
  @Override
  protected void look() throws InterruptedException {
    try {
      Optional<Claim> claim = rows.claim(false);
      if (claim.isPresent()) {
        run(claim.get());
      } else if (swept.plus(SWEEP).isBefore(parts.clock().instant())) {
        Rebuild.dropLeftOver(dataSource);
        swept = parts.clock().instant();
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
    LOG.info("event=replay_begins replay={} from={} to={} dry_run={} planned_at={}", claim.id(),
        claim.range().from(), claim.range().to(), claim.dryRun(), claim.plannedAt());
    String error = null;
    try {
      if (!work(claim)) {
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

  /** Writes in place, and then builds again; false when this process is to stop. */
  private boolean work(Claim claim) throws SQLException, InterruptedException {
    var chosen = Chosen.of(parts.projections(), claim.projections());
    if (!chosen.rebuilt().isEmpty() && !claim.range().nodes().isEmpty()) {
      throw new ReplayException(names(chosen.rebuilt())
          + " count many nodes together: they are built again for all nodes, so name none");
    }
    Instant planned = claim.plannedAt();
    if (planned != null && rows.isOfAnotherLog(planned)) {
      throw new ReplayException(
          "the tables have been told to go on with another log since it was planned: ask for a new one");
    }
    if (planned == null) {
      var plan = RangePlan.of(log, claim.range());
      planned = rows.plan(claim, chosen.inPlace().isEmpty()
          ? new RangePlan(plan.range(), List.of(), plan.completeSince())
          : plan);
    }
    if (!chosen.inPlace().isEmpty()) {
      var projections = Selection.of(parts.projections(), chosen.inPlace());
      var transactions = new ReplayTransactions(parts, claim.dryRun() ? List.of() : projections);
      if (!new ReplayTask(claim, log, settings, rows, transactions, pace, events).run()) {
        return false;
      }
    }
    if (chosen.rebuilt().isEmpty()) {
      return true;
    }
    var rebuild = new Rebuild(parts, dataSource, log, settings.maxEventsPerTransaction(), claim.id(),
        claim.range(), planned, chosen.rebuilt(), new ClaimWatch(rows, claim, pace, events));
    if (claim.dryRun()) {
      rebuild.look();
      return true;
    }
    return rebuild.run();
  }

  private static List<String> names(List<Projection> projections) {
    return projections.stream().map(Projection::name).toList();
  }

  /** Frames that went through replays since the start. */
  long events() {
    return events.get();
  }
}
