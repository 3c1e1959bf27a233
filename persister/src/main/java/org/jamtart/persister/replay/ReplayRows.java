package org.jamtart.persister.replay;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import javax.sql.DataSource;
import org.jamtart.replay.range.LogRange;
import org.jamtart.replay.range.RangePlan;
import org.jamtart.replay.range.Span;
import org.jamtart.wire.Bytes32;
import org.jspecify.annotations.Nullable;

/** The tables {@code replays} and {@code replay_position}, by one process. Thread-safe. */
final class ReplayRows {

  private static final String CLAIM = """
      update replays set state = 'running', lease_holder = ?, lease_until = now() + ? * interval '1 millisecond',
        updated_at = now()
      where id = (
        select id from replays
        where (to_server is not null) = ?
          and (state = 'pending' or (state = 'running' and (lease_until < now() or lease_holder = ?)))
        order by requested_at, id limit 1 for update skip locked)
      returning id, range_from, range_to, projections, nodes, dry_run, planned_at, to_server,
        coalesce(speed, 1)""";

  /** Comes to nothing when the replay was cancelled or has another holder. */
  private static final String STEP = """
      update replays set lease_until = now() + ? * interval '1 millisecond', updated_at = now(),
        records = records + ?, events = events + ?, bytes = bytes + ?, skipped = skipped + ?, busy_ms = busy_ms + ?,
        longest_stop_ms = greatest(longest_stop_ms, ?)
      where id = ? and lease_holder = ? and state = 'running'""";

  private static final String END = """
      update replays set state = ?, error = ?, lease_holder = null, lease_until = null, updated_at = now(),
        finished_at = now()
      where id = ? and lease_holder = ? and state = 'running'""";

  private final DataSource dataSource;
  private final UUID holder = UUID.randomUUID();
  private final Duration lease;

  ReplayRows(DataSource dataSource, Duration lease) {
    this.dataSource = dataSource;
    this.lease = lease;
  }

  /** Takes the lease of the oldest replay that nobody works on, of those to a server or of those into the tables. */
  Optional<Claim> claim(boolean toServer) throws SQLException {
    try (Connection connection = dataSource.getConnection();
        PreparedStatement statement = connection.prepareStatement(CLAIM)) {
      statement.setObject(1, holder);
      statement.setLong(2, lease.toMillis());
      statement.setBoolean(3, toServer);
      statement.setObject(4, holder);
      try (ResultSet row = statement.executeQuery()) {
        if (!row.next()) {
          return Optional.empty();
        }
        Set<Bytes32> nodes = new HashSet<>();
        for (Object node : (Object[]) row.getArray(5).getArray()) {
          nodes.add(Bytes32.of((byte[]) node));
        }
        var range = new LogRange(row.getTimestamp(2).toInstant(), row.getTimestamp(3).toInstant(), nodes);
        return Optional.of(new Claim(row.getObject(1, UUID.class), range,
            List.of((String[]) row.getArray(4).getArray()), row.getBoolean(6),
            row.getTimestamp(7) == null ? null : row.getTimestamp(7).toInstant(), row.getString(8),
            row.getDouble(9)));
      }
    }
  }

  /**
   * Lays out the checkpoint: the plan, but in no partition beyond what is in the tables, since what follows is going to
   * be stored for the first time.
   *
   * @return the moment of it
   */
  Instant plan(Claim claim, RangePlan plan) throws SQLException {
    try (Connection connection = dataSource.getConnection()) {
      connection.setAutoCommit(false);
      try {
        Map<Integer, Long> stored = stored(connection);
        long total = 0;
        Instant planned;
        try (PreparedStatement insert = connection
            .prepareStatement("insert into replay_position values (?, ?, ?, ?) on conflict do nothing")) {
          for (Span span : plan.spans()) {
            long end = Math.max(span.first(),
                Math.min(span.end(), stored.getOrDefault(span.partition(), 0L)));
            total += end - span.first();
            insert.setObject(1, claim.id());
            insert.setInt(2, span.partition());
            insert.setLong(3, span.first());
            insert.setLong(4, end);
            insert.addBatch();
          }
          insert.executeBatch();
        }
        try (PreparedStatement update = connection.prepareStatement(
            """
                update replays set planned_at = now(), records_total = ?, complete_since = ?
                where id = ? and lease_holder = ? and state = 'running' returning planned_at""")) {
          update.setLong(1, total);
          update.setTimestamp(2, plan.completeSince() == null ? null : Timestamp.from(plan.completeSince()));
          update.setObject(3, claim.id());
          update.setObject(4, holder);
          try (ResultSet row = update.executeQuery()) {
            ours(claim, row.next() ? 1 : 0);
            planned = row.getTimestamp(1).toInstant();
          }
        }
        connection.commit();
        return planned;
      } finally {
        connection.rollback();
        connection.setAutoCommit(true);
      }
    }
  }

  /**
   * What adds up is built again, from the beginning: so many records on top of those of what is written in place.
   *
   * @param kept what of the tables stays as it is
   */
  void rebuild(Claim claim, long records, List<String> kept) throws SQLException {
    try (Connection connection = dataSource.getConnection();
        PreparedStatement update = connection.prepareStatement(
            """
                update replays set kept = ?, records_total = records + ?, updated_at = now()
                where id = ? and lease_holder = ? and state = 'running'""")) {
      update.setArray(1, connection.createArrayOf("text", kept.toArray()));
      update.setLong(2, records);
      update.setObject(3, claim.id());
      update.setObject(4, holder);
      ours(claim, update.executeUpdate());
    }
  }

  /**
   * Whether the tables go on with another log since a moment: offsets from before would be those of other records, and some that
   * are still to be stored for the first time.
   */
  boolean isOfAnotherLog(Instant planned) throws SQLException {
    try (Connection connection = dataSource.getConnection();
        PreparedStatement statement = connection
            .prepareStatement("select exists (select from log_adoption where log_adoption.at >= ?)")) {
      statement.setTimestamp(1, Timestamp.from(planned));
      try (ResultSet row = statement.executeQuery()) {
        return row.next() && row.getBoolean(1);
      }
    }
  }

  /** So many records on top of those that were planned. */
  void more(Claim claim, long records) throws SQLException {
    try (Connection connection = dataSource.getConnection();
        PreparedStatement update = connection.prepareStatement(
            "update replays set records_total = records_total + ? where id = ? and lease_holder = ? and state = 'running'")) {
      update.setLong(1, records);
      update.setObject(2, claim.id());
      update.setObject(3, holder);
      ours(claim, update.executeUpdate());
    }
  }

  private static Map<Integer, Long> stored(Connection connection) throws SQLException {
    Map<Integer, Long> stored = new TreeMap<>();
    try (
        PreparedStatement statement = connection
            .prepareStatement("select partition, next_offset from log_position");
        ResultSet row = statement.executeQuery()) {
      while (row.next()) {
        stored.put(row.getInt(1), row.getLong(2));
      }
    }
    return stored;
  }

  /** What is left to do of each partition. */
  List<Span> left(Claim claim) throws SQLException {
    try (Connection connection = dataSource.getConnection();
        PreparedStatement statement = connection.prepareStatement(
            "select partition, next_offset, end_offset from replay_position where replay = ? order by 1")) {
      statement.setObject(1, claim.id());
      List<Span> spans = new ArrayList<>();
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          spans.add(new Span(row.getInt(1), row.getLong(2), row.getLong(3), 0));
        }
      }
      return spans;
    }
  }

  /**
   * What was done in a step.
   *
   * @param next       the next offset of each partition
   * @param stopMillis how long a partition of the log stood still for it
   */
  record Progress(Map<Integer, Long> next, long records, long events, long bytes, long busyMillis,
      long stopMillis) {
    static final Progress NONE = new Progress(Map.of(), 0, 0, 0, 0, 0);
  }

  /**
   * Moves the checkpoint and prolongs the lease, inside a transaction.
   *
   * @throws ReplayLostException when the replay was cancelled or is somebody else's
   */
  void step(Connection connection, Claim claim, Progress progress, long skipped) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(STEP)) {
      statement.setLong(1, lease.toMillis());
      statement.setLong(2, progress.records());
      statement.setLong(3, progress.events());
      statement.setLong(4, progress.bytes());
      statement.setLong(5, skipped);
      statement.setLong(6, progress.busyMillis());
      statement.setLong(7, progress.stopMillis());
      statement.setObject(8, claim.id());
      statement.setObject(9, holder);
      ours(claim, statement.executeUpdate());
    }
    try (PreparedStatement statement = connection.prepareStatement(
        "update replay_position set next_offset = ? where replay = ? and partition = ?")) {
      for (var next : new TreeMap<>(progress.next()).entrySet()) {
        statement.setLong(1, next.getValue());
        statement.setObject(2, claim.id());
        statement.setInt(3, next.getKey());
        statement.addBatch();
      }
      statement.executeBatch();
    }
  }

  /** The same in a transaction of its own. */
  void step(Claim claim, Progress progress) throws SQLException {
    try (Connection connection = dataSource.getConnection()) {
      connection.setAutoCommit(false);
      try {
        step(connection, claim, progress, 0);
        connection.commit();
      } finally {
        connection.rollback();
        connection.setAutoCommit(true);
      }
    }
  }

  /** Ends it, unless it was cancelled or is somebody else's; an error makes it a failure. */
  void end(Claim claim, @Nullable String error) throws SQLException {
    try (Connection connection = dataSource.getConnection();
        PreparedStatement statement = connection.prepareStatement(END)) {
      statement.setString(1, error == null ? "done" : "failed");
      statement.setString(2, error == null ? null : error.replace('\0', '?'));
      statement.setObject(3, claim.id());
      statement.setObject(4, holder);
      statement.executeUpdate();
    }
  }

  /** Gives it to whoever comes first. */
  void release(Claim claim) throws SQLException {
    try (Connection connection = dataSource.getConnection();
        PreparedStatement statement = connection.prepareStatement(
            "update replays set lease_holder = null, lease_until = now() where id = ? and lease_holder = ?")) {
      statement.setObject(1, claim.id());
      statement.setObject(2, holder);
      statement.executeUpdate();
    }
  }

  private static void ours(Claim claim, int rows) {
    if (rows != 1) {
      throw new ReplayLostException(claim.id());
    }
  }
}
