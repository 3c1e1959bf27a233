package org.jamtart.persister.replay;

import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jamtart.log.LogSettings;
import org.jamtart.persister.database.Failures;
import org.jamtart.persister.worker.Worker;
import org.jamtart.replay.ReplayException;
import org.jamtart.replay.range.RangePlan;
import org.jamtart.replay.server.PlayCounters;
import org.jamtart.replay.server.ServerReplay;
import org.jamtart.replay.server.Target;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks for replays to servers, and plays them one after the other, on a thread of its own. What is sent cannot be taken back
 * and nobody knows how much of it arrived, so one whose process ends is not gone on with: it has failed, and says so.
 */
final class Plays extends Worker {

  private static final Logger LOG = LoggerFactory.getLogger(Plays.class);
  private static final Duration PATIENCE = Duration.ofSeconds(15);
  private static final String INTERRUPTED = "the persister that played it has ended: what it had sent stays sent, and the rest "
      + "is not sent; ask for a new replay";

  private final LogSettings log;
  private final ReplaySettings settings;
  private final TargetSettings targets;
  private final ReplayRows rows;

  Plays(LogSettings log, ReplaySettings settings, TargetSettings targets, ReplayRows rows) {
    super("play", PATIENCE);
    this.log = log;
    this.settings = settings;
    this.targets = targets;
    this.rows = rows;
  }

  @Override
  protected Duration rest(Duration worked) {
    return settings.lookInterval();
  }

  /** Plays what there is to play; trouble with the tables is left to a later look. */
  @Override
  protected void look() throws InterruptedException {
    try {
      Optional<Claim> claim = rows.claim(true);
      if (claim.isPresent()) {
        play(claim.get());
      }
    } catch (ReplayLostException e) {
      LOG.info("event=play_lost message=\"{}\"", e.getMessage());
    } catch (SQLException | RuntimeException e) {
      LOG.warn("event=play_waits error={}", e.toString());
    }
  }

  private void play(Claim claim) throws SQLException, InterruptedException {
    LOG.info("event=play_begins replay={} target={} from={} to={}", claim.id(), claim.toServer(),
        claim.range().from(), claim.range().to());
    String error;
    try {
      error = outcome(claim);
    } catch (ReplayException e) {
      error = e.getMessage();
    }
    rows.end(claim, error);
    LOG.info("event=play_ended replay={} error={}", claim.id(), error);
  }

  /** Does it; null when everything was sent, else what was not. */
  private @Nullable String outcome(Claim claim) throws SQLException, InterruptedException {
    String target = String.valueOf(claim.toServer());
    if (claim.plannedAt() != null) {
      return INTERRUPTED;
    }
    if (!targets.allows(target)) {
      return "to_server is '" + target + "': tart.replay.allowed-targets of the persister has "
          + targets.allowedTargets();
    }
    var server = Target.parse(target);
    RangePlan plan = RangePlan.of(log, claim.range());
    rows.plan(claim, new RangePlan(plan.range(), List.of(), plan.completeSince()));
    rows.more(claim, plan.records());
    if (claim.dryRun()) {
      return null;
    }
    var replay = new ServerReplay(log, plan, server, claim.speed());
    var player = new Player(replay);
    Thread thread = Thread.ofPlatform().daemon().name("tart-play-run").start(player);
    try {
      var progress = new Progress(claim, replay.counters());
      while (thread.isAlive()) {
        if (isStopping()) {
          return INTERRUPTED;
        }
        thread.join(Math.min(settings.lookInterval().toMillis(), settings.lease().toMillis() / 3));
        progress.tell();
      }
      progress.tell();
    } finally {
      replay.stop();
      thread.join(PATIENCE.toMillis() / 2);
    }
    return player.failure != null ? player.failure : notSent(replay.counters());
  }

  private static @Nullable String notSent(PlayCounters counters) {
    return counters.broken() + counters.unopened() + counters.foreign() + counters.lost() == 0
        ? null
        : "not sent: the rest of " + counters.broken() + " connections that the server broke off, "
            + counters.unopened() + " sessions whose node information is not in the log any more, "
            + counters.foreign() + " records that are none of TART's, " + counters.lost()
            + " records that retention dropped meanwhile";
  }

  private static final class Player implements Runnable {
    private final ServerReplay replay;
    private volatile @Nullable String failure;

    Player(ServerReplay replay) {
      this.replay = replay;
    }

    @Override
    public void run() {
      try {
        replay.run();
      } catch (ReplayException e) {
        failure = e.getMessage();
      } catch (RuntimeException e) {
        failure = Failures.describe(e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        failure = INTERRUPTED;
      }
    }
  }

  /** Adds to the row what has come to the counters, and prolongs the lease. */
  private final class Progress {
    private final Claim claim;
    private final PlayCounters counters;
    private long records;
    private long frames;
    private long bytes;
    private long since = System.nanoTime();

    Progress(Claim claim, PlayCounters counters) {
      this.claim = claim;
      this.counters = counters;
    }

    void tell() throws SQLException {
      long now = System.nanoTime();
      long busy = (now - since) / 1_000_000;
      long moreRecords = counters.records() - records;
      long moreFrames = counters.frames() - frames;
      long moreBytes = counters.bytes() - bytes;
      rows.step(claim, new ReplayRows.Progress(Map.of(), moreRecords, moreFrames, moreBytes, busy, 0));
      since += busy * 1_000_000;
      records += moreRecords;
      frames += moreFrames;
      bytes += moreBytes;
    }
  }
}
