package org.jamtart.persister;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.jamtart.testsupport.Await;
import org.jamtart.testsupport.TestDatabase;
import org.jspecify.annotations.Nullable;

/**
 * Writes to every partition all the time and watches the offset rows: how long one of them did not move, although there
 * was something to move for.
 */
final class Standstill implements AutoCloseable {

  private static final long PAUSE_NANOS = Duration.ofMillis(20).toNanos();
  private static final Duration PATIENCE = Duration.ofSeconds(180);

  private final TestDatabase database;
  private final TestLog log;
  private final List<Connection> connections;
  private final long[] offsets;
  private final long[] movedAt;
  private final long[] longest;
  private final Thread thread;
  private volatile boolean closed;
  private volatile @Nullable Exception failure;

  /** The connection at an index is written to the partition of that number. */
  Standstill(TestDatabase database, TestLog log, List<Connection> connections) {
    this.database = database;
    this.log = log;
    this.connections = connections;
    this.offsets = new long[connections.size()];
    this.movedAt = new long[connections.size()];
    this.longest = new long[connections.size()];
    Arrays.fill(movedAt, System.nanoTime());
    this.thread = Thread.ofPlatform().name("standstill").start(this::run);
  }

  /** Does something, waits until every partition moves, and tells how long one of them stood still on the way. */
  Duration measure(String what, Runnable change) {
    synchronized (this) {
      Arrays.fill(longest, 0);
      Arrays.fill(movedAt, System.nanoTime());
    }
    change.run();
    everyPartitionMoves();
    synchronized (this) {
      var stop = Duration.ofNanos(Arrays.stream(longest).max().orElse(0));
      System.out.println("longest standstill of a partition, " + what + ": " + stop.toMillis() + " ms");
      return stop;
    }
  }

  /** Waits until each partition has moved once from now on, by way of a new owner where it has to have one. */
  void everyPartitionMoves() {
    long[] before;
    synchronized (this) {
      before = ends();
    }
    Await.until("every partition to move", PATIENCE, () -> {
      if (failure != null) {
        throw new AssertionError(failure);
      }
      synchronized (this) {
        for (int i = 0; i < offsets.length; i++) {
          if (offsets[i] <= before[i]) {
            return false;
          }
        }
        return true;
      }
    });
  }

  /** What was written so far is one record a frame. */
  private long[] ends() {
    return connections.stream().mapToLong(Connection::frames).toArray();
  }

  private void run() {
    try (var connection = database.connect();
        PreparedStatement select = connection
            .prepareStatement("select partition, next_offset from log_position")) {
      while (!closed) {
        synchronized (this) {
          for (int i = 0; i < connections.size(); i++) {
            log.send(log.in(i, connections.get(i)));
          }
        }
        look(select);
        LockSupport.parkNanos(PAUSE_NANOS);
      }
    } catch (Exception e) {
      failure = e;
    }
  }

  private void look(PreparedStatement select) throws SQLException {
    try (ResultSet row = select.executeQuery()) {
      long now = System.nanoTime();
      synchronized (this) {
        while (row.next()) {
          int partition = row.getInt(1);
          longest[partition] = Math.max(longest[partition], now - movedAt[partition]);
          if (row.getLong(2) != offsets[partition]) {
            offsets[partition] = row.getLong(2);
            movedAt[partition] = now;
          }
        }
      }
    }
  }

  @Override
  public void close() {
    closed = true;
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
