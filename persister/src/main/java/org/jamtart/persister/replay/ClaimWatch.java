package org.jamtart.persister.replay;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.jamtart.persister.replay.ReplayRows.Progress;
import org.jamtart.persister.replay.rebuild.Watch;

/** Tells the row of a replay what its rebuild does. One thread. */
final class ClaimWatch implements Watch {

  private final ReplayRows rows;
  private final Claim claim;
  private final Pace pace;
  private final AtomicLong events;
  private long since = System.nanoTime();

  /** @param events frames that went through replays, to be added to */
  ClaimWatch(ReplayRows rows, Claim claim, Pace pace, AtomicLong events) {
    this.rows = rows;
    this.claim = claim;
    this.pace = pace;
    this.events = events;
  }

  @Override
  public void planned(long records, List<String> kept) throws SQLException {
    rows.rebuild(claim, records, kept);
  }

  @Override
  public void more(long records) throws SQLException {
    rows.more(claim, records);
  }

  @Override
  public void did(Connection connection, Work work) throws SQLException {
    rows.step(connection, claim, progress(work), work.skipped());
    events.addAndGet(work.events());
  }

  @Override
  public void did(Work work) throws SQLException {
    rows.step(claim, progress(work));
  }

  private Progress progress(Work work) {
    long now = System.nanoTime();
    long busy = (now - since) / 1_000_000;
    since += busy * 1_000_000;
    return new Progress(Map.of(), work.records(), work.events(), work.bytes(), busy, work.stopMillis());
  }

  @Override
  public boolean rest(long worked) throws SQLException, InterruptedException {
    return pace.rest(worked, () -> rows.step(claim, Progress.NONE));
  }
}
