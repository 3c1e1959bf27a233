package org.jamtart.persister.replay.rebuild;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import javax.sql.DataSource;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jamtart.log.LogSettings;
import org.jamtart.persister.batch.ReplayTransactions;
import org.jamtart.persister.batch.StoreParts;
import org.jamtart.persister.batch.TransientStoreException;
import org.jamtart.persister.projection.Projection;
import org.jamtart.persister.replay.rebuild.Watch.Work;
import org.jamtart.replay.ReplayException;
import org.jamtart.replay.range.LogRange;
import org.jamtart.replay.range.RangeReader;
import org.jamtart.replay.range.RecordFrames;
import org.jamtart.replay.range.Span;

/**
 * Builds the rows of projections that add up again: makes them in a shadow from the log's records up to where the live tables
 * are, and then exchanges them, piece by piece. Whatever ends it, another goes on with the shadow. One thread.
 */
public final class Rebuild {

  private static final Duration POLL = Duration.ofMillis(500);
  private static final long MAX_BYTES = 4 << 20;

  /** Who has read for so short a time is close behind the live tables. */
  private static final Duration SHORT = Duration.ofSeconds(2);

  private final StoreParts parts;
  private final DataSource dataSource;
  private final LogSettings log;
  private final int maxEvents;
  private final UUID id;
  private final Instant planned;
  private final Watch watch;
  private final Scope scope;
  private final Shadow shadow;
  private final ReplayTransactions transactions;

  private final List<ConsumerRecord<byte[], byte[]>> batch = new ArrayList<>();
  private final Map<Integer, Long> next = new HashMap<>();
  private long records;
  private long events;
  private long bytes;
  private long worked;

  /**
   * @param maxEvents   frames that a transaction takes before it is cut at the next record
   * @param planned     when it was planned: by this moment rows had expired or not
   * @param projections all of them add up, and say their tables
   */
  public Rebuild(StoreParts parts, DataSource dataSource, LogSettings log, int maxEvents, UUID id,
      LogRange range, Instant planned, List<Projection> projections, Watch watch) throws SQLException {
    this.parts = parts;
    this.dataSource = dataSource;
    this.log = log;
    this.maxEvents = maxEvents;
    this.id = id;
    this.planned = planned;
    this.watch = watch;
    this.scope = Scope.of(parts.projections(), projections, range, parts.context().needed(), planned, log,
        hasAdopted(dataSource));
    this.shadow = new Shadow(dataSource, id, scope.names(), parts.positions().topic().topicId());
    this.transactions = new ReplayTransactions(parts, new ShadowWriting(shadow, scope, planned,
        parts.settings().eventRetention(), parts.trailing()));
  }

  private static boolean hasAdopted(DataSource dataSource) throws SQLException {
    try (Connection connection = dataSource.getConnection();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("select exists (select from log_adoption)")) {
      return row.next() && row.getBoolean(1);
    }
  }

  /**
   * Does it, or what is left of it.
   *
   * @return whether it is done; false when this process is to stop
   */
  public boolean run() throws SQLException, InterruptedException {
    begin();
    if (!new Settling(dataSource, id, watch).run() || !build() || !exchange()) {
      return false;
    }
    shadow.drop();
    return true;
  }

  /** Drops what is left of rebuilds that are over since a day. */
  public static void dropLeftOver(DataSource dataSource) throws SQLException {
    Shadow.dropLeftOver(dataSource);
  }

  /** Says what there is to do, and does nothing. */
  public void look() throws SQLException {
    watch.planned(left(scope.reach().starts()).stream().mapToLong(Span::records).sum(), kept());
  }

  private void begin() throws SQLException {
    Map<Integer, Long> progress = shadow.progress();
    if (!hasBegun(progress) || hasGap(progress)) {
      progress = scope.reach().starts();
      shadow.create(progress, watch);
    }
    watch.planned(left(progress).stream().mapToLong(Span::records).sum(), kept());
  }

  /** Of what has begun: a crash of the database meanwhile must not pass for having nothing to do. */
  private Map<Integer, Long> progress() throws SQLException {
    Map<Integer, Long> progress = shadow.progress();
    if (!hasBegun(progress)) {
      throw new TransientStoreException(new IllegalStateException("what was built is gone"));
    }
    return progress;
  }

  private boolean hasBegun(Map<Integer, Long> progress) {
    return progress.keySet().equals(scope.reach().begins().keySet());
  }

  /** Whether the log has dropped what would come next. */
  private boolean hasGap(Map<Integer, Long> progress) {
    return progress.entrySet()
        .stream()
        .anyMatch(each -> scope.reach().begins().getOrDefault(each.getKey(), 0L) > each.getValue());
  }

  private List<String> kept() throws SQLException {
    List<String> kept = new ArrayList<>(scope.kept());
    if (scope.isOfAllTime()) {
      try (Connection connection = dataSource.getConnection()) {
        long nodes = Owners.notCovered(connection, shadow.live("node"), scope.reach());
        if (nodes > 0) {
          kept.add("rows of all time of " + nodes
              + " nodes, since the log does not reach back to their first frames any more");
        }
      }
    }
    return kept;
  }

  private List<Span> left(Map<Integer, Long> progress) throws SQLException {
    List<Span> spans = new ArrayList<>();
    parts.positions().next(progress.keySet()).forEach((partition, end) -> {
      long first = progress.getOrDefault(partition, end);
      spans.add(new Span(partition, first, Math.max(first, end), 0));
    });
    return spans;
  }

  /** Reads up to where the live tables are, which go on meanwhile, until what is left is little. */
  private boolean build() throws SQLException, InterruptedException {
    boolean first = true;
    while (true) {
      List<Span> left = left(progress());
      long start = System.nanoTime();
      if (left.stream().allMatch(span -> span.records() == 0)) {
        return true;
      }
      if (!first) {
        watch.more(left.stream().mapToLong(Span::records).sum());
      }
      if (!read(left, first)) {
        return false;
      }
      if (!first && System.nanoTime() - start < SHORT.toNanos()) {
        return true;
      }
      first = false;
    }
  }

  private boolean read(List<Span> spans, boolean resting) throws SQLException, InterruptedException {
    try (var reader = new RangeReader(log, "tart-replay-" + id, spans)) {
      while (!reader.done()) {
        long start = System.nanoTime();
        List<ConsumerRecord<byte[], byte[]>> polled = reader.poll(POLL);
        if (polled.isEmpty()) {
          watch.did(Work.NONE);
        }
        worked += System.nanoTime() - start;
        for (ConsumerRecord<byte[], byte[]> record : polled) {
          if (isFull(record) && !store(resting)) {
            return false;
          }
          add(record);
        }
      }
      if (reader.lost() > 0) {
        shadow.drop();
        throw new ReplayException("the log dropped " + reader.lost()
            + " records before they were read: ask for a range that begins later");
      }
      return store(resting);
    }
  }

  private boolean isFull(ConsumerRecord<byte[], byte[]> record) {
    return records > 0 && (events + RecordFrames.of(record) > maxEvents || bytes > MAX_BYTES
        || records >= 8L * maxEvents);
  }

  private void add(ConsumerRecord<byte[], byte[]> record) {
    checkPlace(record);
    records++;
    next.put(record.partition(), record.offset() + 1);
    if (scope.admits(record)) {
      batch.add(record);
      events += RecordFrames.of(record);
      bytes += record.value() == null ? 0 : record.value().length;
    }
  }

  /** By the place of a node in the log it is known whose writing has to stand still while its rows are exchanged. */
  private void checkPlace(ConsumerRecord<byte[], byte[]> record) {
    if (RecordFrames.isOfNode(record) && scope.reach().partition(record.key()) != record.partition()) {
      throw new ReplayException("record " + record.offset() + " of partition " + record.partition()
          + " is of a node whose records belong to partition " + scope.reach().partition(record.key())
          + ": what adds up cannot be built again from such a log");
    }
  }

  /** Writes what has gathered; false when this process is to stop. */
  private boolean store(boolean resting) throws SQLException, InterruptedException {
    long start = System.nanoTime();
    Map<Integer, Long> moved = new TreeMap<>(next);
    long read = records;
    long frames = events;
    long size = bytes;
    transactions.store(batch, (connection, skipped) -> {
      watch.did(connection, new Work(read, frames, size, skipped, 0));
      shadow.moved(connection, moved);
    });
    batch.clear();
    next.clear();
    records = 0;
    events = 0;
    bytes = 0;
    worked += System.nanoTime() - start;
    long since = resting ? worked : 0;
    worked = 0;
    return watch.rest(since);
  }

  private boolean exchange() throws SQLException, InterruptedException {
    try (Connection alone = dataSource.getConnection()) {
      if (!Settling.lock(alone, watch)) {
        return false;
      }
      try {
        Owners.write(alone, shadow, scope.reach());
        for (var partition : progress().entrySet()) {
          try (var swap = new Swap(parts, log, shadow, scope, watch, transactions, partition.getKey(),
              partition.getValue())) {
            if (!swap.run(alone)) {
              return false;
            }
          }
        }
        return true;
      } finally {
        Settling.unlock(alone);
      }
    }
  }
}
