package org.jamtart.persister.replay.rebuild;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jamtart.log.LogSettings;
import org.jamtart.persister.batch.ReplayTransactions;
import org.jamtart.persister.batch.StoreParts;
import org.jamtart.persister.batch.TransientStoreException;
import org.jamtart.persister.partition.PartitionedTable;
import org.jamtart.persister.projection.AddedTable.Buckets;
import org.jamtart.persister.replay.rebuild.Piece.Cut;
import org.jamtart.persister.replay.rebuild.Watch.Work;
import org.jamtart.persister.time.Times;
import org.jamtart.replay.range.RecordFrames;

/**
 * Exchanges the rows of one partition of the log, piece by piece, each in a transaction that takes the partition's position
 * first. So nobody writes rows of this partition while it lasts, and the position says exactly which records the live
 * rows tell of: the shadow is brought to the same point, and then both tell of the same. One thread.
 */
final class Swap implements AutoCloseable {

  /** Records that may be left to be written while the partition stands still. */
  private static final int FEW = 20;
  private static final int MANY = 2_000;

  /** Longest wait for the log while the partition stands still. */
  private static final Duration PATIENCE = Duration.ofSeconds(1);
  private static final Duration LONG_PATIENCE = Duration.ofSeconds(15);

  private final StoreParts parts;
  private final Shadow shadow;
  private final Scope scope;
  private final Watch watch;
  private final ReplayTransactions transactions;
  private final int partition;
  private final Follower follower;
  private long stopMillis;

  /** @param next offset up to which the shadow tells of the partition */
  Swap(StoreParts parts, LogSettings log, Shadow shadow, Scope scope, Watch watch,
      ReplayTransactions transactions, int partition, long next) {
    this.parts = parts;
    this.shadow = shadow;
    this.scope = scope;
    this.watch = watch;
    this.transactions = transactions;
    this.partition = partition;
    this.follower = new Follower(log, partition, next);
  }

  /**
   * Does all of it.
   *
   * @param connection to read the shadow with
   * @return false when this process is to stop
   */
  boolean run(Connection connection) throws SQLException, InterruptedException {
    for (Piece piece : Pieces.of(connection, shadow, scope, partition)) {
      long start = System.nanoTime();
      catchUp();
      prepare(connection, piece);
      var deed = new Deed(piece);
      transactions.together(deed);
      stopMillis = (System.nanoTime() - deed.stopped) / 1_000_000;
      watch.did(new Work(0, 0, 0, 0, stopMillis));
      if (!watch.rest(System.nanoTime() - start)) {
        return false;
      }
    }
    shadow.mark(connection, partition);
    return true;
  }

  /** While nothing stands still. */
  private void catchUp() throws SQLException {
    long end = parts.positions().next(Set.of(partition)).getOrDefault(partition, 0L);
    while (end - follower.next() > FEW) {
      var records = follower.upTo(end, MANY, LONG_PATIENCE);
      long next = follower.next();
      watch.more(records.size());
      transactions.store(admitted(records), (connection, skipped) -> {
        watch.did(connection, work(records, skipped));
        shadow.moved(connection, Map.of(partition, next));
      });
      end = parts.positions().next(Set.of(partition)).getOrDefault(partition, 0L);
    }
  }

  private List<ConsumerRecord<byte[], byte[]>> admitted(List<ConsumerRecord<byte[], byte[]>> records) {
    return records.stream().filter(scope::admits).toList();
  }

  private static Work work(List<ConsumerRecord<byte[], byte[]>> records, long skipped) {
    return new Work(records.size(), records.stream().mapToLong(RecordFrames::of).sum(),
        records.stream().mapToLong(record -> record.value() == null ? 0 : record.value().length).sum(),
        skipped, 0);
  }

  /** Retention may have dropped partitions of the tables that the rows need. */
  private void prepare(Connection connection, Piece piece) throws SQLException {
    for (Cut cut : piece.cuts()) {
      Buckets buckets = cut.part().table().buckets();
      PartitionedTable partitions = buckets == null ? null : buckets.partitions();
      if (buckets == null || partitions == null) {
        continue;
      }
      PartitionedTable.Need need = partitions.need();
      try (PreparedStatement statement = connection.prepareStatement("select distinct t." + buckets.column()
          + " from " + shadow.own(cut.table()) + " t where " + cut.where())) {
        for (int i = 0; i < cut.arguments().size(); i++) {
          statement.setObject(i + 1, cut.arguments().get(i));
        }
        try (ResultSet row = statement.executeQuery()) {
          while (row.next()) {
            need.add(Times.micros(row.getTimestamp(1).toInstant()));
          }
        }
      }
      need.make();
    }
  }

  private final class Deed implements ReplayTransactions.Deed {
    private final Piece piece;
    private long stopped;

    Deed(Piece piece) {
      this.piece = piece;
    }

    @Override
    public List<ConsumerRecord<byte[], byte[]>> begin(Connection connection) throws SQLException {
      watch.did(connection, Work.NONE);
      long next;
      try (PreparedStatement statement = connection.prepareStatement("select next_offset from "
          + shadow.live("log_position") + " where partition = ? and topic_id = ? for update")) {
        statement.setInt(1, partition);
        statement.setString(2, parts.positions().topic().topicId());
        try (ResultSet row = statement.executeQuery()) {
          stopped = System.nanoTime();
          if (!row.next()) {
            throw new TransientStoreException(
                new IllegalStateException("partition " + partition + " has no position"));
          }
          next = row.getLong(1);
        }
      }
      shadow.outside(connection, parts.pending()::settle);
      return admitted(follower.upTo(next, Integer.MAX_VALUE, PATIENCE));
    }

    @Override
    public void finish(Connection connection) throws SQLException {
      shadow.moved(connection, Map.of(partition, follower.next()));
      new Exchange(connection, shadow).of(piece);
    }
  }

  @Override
  public void close() {
    follower.close();
  }
}
