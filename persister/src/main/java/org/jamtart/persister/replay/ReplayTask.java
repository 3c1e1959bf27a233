package org.jamtart.persister.replay;

import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jamtart.log.LogSettings;
import org.jamtart.persister.batch.ReplayTransactions;
import org.jamtart.replay.ReplayException;
import org.jamtart.replay.range.RangeReader;
import org.jamtart.replay.range.RecordFrames;

/**
 * One replay: reads from its checkpoint, writes some records at a time, and pauses in between, so that live data come
 * first. One thread.
 */
final class ReplayTask {

  private static final Duration POLL = Duration.ofMillis(500);
  private static final long MAX_BYTES = 4 << 20;

  private final Claim claim;
  private final LogSettings log;
  private final ReplaySettings settings;
  private final ReplayRows rows;
  private final ReplayTransactions transactions;
  private final Pace pace;
  private final AtomicLong events;

  private final List<ConsumerRecord<byte[], byte[]>> batch = new ArrayList<>();
  private final Map<Integer, Long> next = new HashMap<>();
  private long batchRecords;
  private long batchEvents;
  private long batchBytes;
  private long worked;
  private long since = System.nanoTime();

  ReplayTask(Claim claim, LogSettings log, ReplaySettings settings, ReplayRows rows,
      ReplayTransactions transactions, Pace pace, AtomicLong events) {
    this.claim = claim;
    this.log = log;
    this.settings = settings;
    this.rows = rows;
    this.transactions = transactions;
    this.pace = pace;
    this.events = events;
  }

  /**
   * Goes on from the checkpoint.
   *
   * @return whether it is done; false when this process is to stop
   * @throws ReplayLostException when it was cancelled or is somebody else's
   * @throws ReplayException     when all is written but what the log dropped since it was planned
   */
  boolean run() throws SQLException, InterruptedException {
    try (var reader = new RangeReader(log, "tart-replay-" + claim.id(), rows.left(claim))) {
      while (!reader.done()) {
        long start = System.nanoTime();
        List<ConsumerRecord<byte[], byte[]>> records = reader.poll(POLL);
        if (records.isEmpty()) {
          rows.step(claim, progress());
        }
        worked += System.nanoTime() - start;
        for (ConsumerRecord<byte[], byte[]> record : records) {
          if (!add(record)) {
            return false;
          }
        }
      }
      if (!store()) {
        return false;
      }
      if (reader.lost() > 0) {
        throw new ReplayException("the log dropped " + reader.lost()
            + " records of the range before they were read; everything else is written");
      }
      return true;
    }
  }

  private boolean add(ConsumerRecord<byte[], byte[]> record) throws SQLException, InterruptedException {
    boolean admitted = claim.range().admits(record);
    long frames = admitted ? RecordFrames.of(record) : 0;
    long bytes = admitted && record.value() != null ? record.value().length : 0;
    if (batchRecords > 0 && (batchEvents + frames > settings.maxEventsPerTransaction()
        || batchBytes + bytes > MAX_BYTES || batchRecords >= settings.maxEventsPerTransaction())
        && !store()) {
      return false;
    }
    batchRecords++;
    batchEvents += frames;
    batchBytes += bytes;
    next.put(record.partition(), record.offset() + 1);
    if (admitted) {
      batch.add(record);
    }
    return true;
  }

  /** Writes what has gathered; false when this process is to stop. */
  private boolean store() throws SQLException, InterruptedException {
    if (pace.isStopping()) {
      return false;
    }
    long start = System.nanoTime();
    ReplayRows.Progress progress = progress();
    if (claim.dryRun() || batch.isEmpty()) {
      rows.step(claim, progress);
    } else {
      transactions.store(batch, (connection, skipped) -> rows.step(connection, claim, progress, skipped));
    }
    events.addAndGet(batchEvents);
    batch.clear();
    next.clear();
    batchRecords = 0;
    batchEvents = 0;
    batchBytes = 0;
    worked += System.nanoTime() - start;
    long since = worked;
    worked = 0;
    return pace.rest(since, () -> rows.step(claim, ReplayRows.Progress.NONE));
  }

  private ReplayRows.Progress progress() {
    long now = System.nanoTime();
    long busy = (now - since) / 1_000_000;
    since += busy * 1_000_000;
    return batchRecords == 0
        ? new ReplayRows.Progress(Map.of(), 0, 0, 0, busy, 0)
        : new ReplayRows.Progress(Map.copyOf(next), batchRecords, batchEvents, batchBytes, busy, 0);
  }
}
