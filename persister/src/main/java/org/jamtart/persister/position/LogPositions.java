package org.jamtart.persister.position;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.jamtart.log.LogTopic;
import org.jspecify.annotations.Nullable;

/**
 * The rows that say up to where each partition of the log is in the tables. They are the truth; what Kafka keeps as
 * committed offsets is their shadow. Thread-safe.
 */
public final class LogPositions {

  private static final String ADVANCE = """
      update log_position p set next_offset = s.next, leader_epoch = s.epoch, updated_at = now(),
        stored_until = coalesce(timestamptz 'epoch' + s.until * interval '1 millisecond', p.stored_until)
      from unnest(cast(? as integer[]), cast(? as bigint[]), cast(? as bigint[]), cast(? as bigint[]), cast(? as integer[]))
        s(partition, start, next, until, epoch)
      where p.partition = s.partition and p.topic_id = ? and p.next_offset = s.start returning p.partition""";

  private final DataSource dataSource;
  private final LogTopic topic;
  private volatile List<Integer> adopted = List.of();

  public LogPositions(DataSource dataSource, LogTopic topic) {
    this.dataSource = dataSource;
    this.topic = topic;
  }

  /** What a partition of the log holds: [first, end). */
  public record Bounds(long first, long end) {}

  /**
   * Asks the log for its bounds. It is asked after the rows were read: another persister may move them on at any moment,
   * and a row that is read later than the end of the log may rightly be beyond it.
   */
  @FunctionalInterface
  public interface Log {
    Map<Integer, Bounds> bounds();
  }

  /**
   * Where to go on in a partition.
   *
   * @param next        offset of the next record
   * @param lostFrom    first offset that was lost since the log is shorter than that; equal to {@code next} if none
   * @param storedUntil timestamp of the last record stored, Unix milliseconds; 0 for none
   * @param epoch       epoch of leadership under which the record before it was written; null if not known
   */
  public record Position(long next, long lostFrom, long storedUntil, @Nullable Integer epoch) {

    /** Records that the log dropped before they were stored. */
    public long lost() {
      return next - lostFrom;
    }
  }

  private record Row(String cluster, String topicId, long next, long storedUntil, @Nullable Integer epoch) {

    Position position(long first) {
      return next < first
          ? new Position(first, next, storedUntil, null)
          : new Position(next, next, storedUntil, epoch);
    }
  }

  /**
   * Reads where to go on, and puts right what the log's bounds demand: a partition without a row begins at the log's
   * first offset; a row before that offset is a gap, which is recorded.
   *
   * @throws LogRefusedException when a row is of another topic or beyond the log's end
   */
  public Map<Integer, Position> open(Collection<Integer> partitions, Log log) throws SQLException {
    try (Connection connection = dataSource.getConnection()) {
      connection.setAutoCommit(false);
      try {
        Map<Integer, Row> rows = read(connection, partitions);
        Map<Integer, Bounds> known = log.bounds();
        create(connection, known);
        Map<Integer, Position> positions = new TreeMap<>();
        known.forEach((partition, bounds) -> {
          // A row that somebody else has made meanwhile has moved when the first step is taken, and is read again then.
          Row row = rows.getOrDefault(partition,
              new Row(topic.clusterId(), topic.topicId(), bounds.first(), 0, null));
          check(partition, row, bounds);
          positions.put(partition, row.position(bounds.first()));
        });
        for (var position : positions.entrySet()) {
          if (position.getValue().lost() > 0) {
            skip(connection, position.getKey(), position.getValue());
          }
        }
        connection.commit();
        return positions;
      } catch (SQLException | RuntimeException e) {
        connection.rollback();
        throw e;
      } finally {
        connection.setAutoCommit(true);
      }
    }
  }

  private void check(int partition, Row row, Bounds bounds) {
    if (!row.topicId().equals(topic.topicId()) || !row.cluster().equals(topic.clusterId())) {
      throw new LogRefusedException("The tables hold partition " + partition + " of topic id " + row.topicId()
          + " on cluster " + row.cluster() + ", the log is topic " + topic.name() + " with id "
          + topic.topicId()
          + " on cluster " + topic.clusterId() + ".");
    }
    if (row.next() > bounds.end()) {
      throw new LogRefusedException("The tables hold partition " + partition + " of topic " + topic.name()
          + " up to offset " + row.next() + ", but the log ends at " + bounds.end() + ".");
    }
  }

  private void create(Connection connection, Map<Integer, Bounds> partitions) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(
        """
            insert into log_position (partition, cluster_id, topic, topic_id, next_offset, stored_until, updated_at)
            values (?, ?, ?, ?, ?, 'epoch', now()) on conflict do nothing""")) {
      for (var partition : new TreeMap<>(partitions).entrySet()) {
        statement.setInt(1, partition.getKey());
        statement.setString(2, topic.clusterId());
        statement.setString(3, topic.name());
        statement.setString(4, topic.topicId());
        statement.setLong(5, partition.getValue().first());
        statement.addBatch();
      }
      statement.executeBatch();
    }
  }

  /** Where the rows of partitions of this topic are, as they are now: the next offset by partition. */
  public Map<Integer, Long> next(Collection<Integer> partitions) throws SQLException {
    try (Connection connection = dataSource.getConnection()) {
      Map<Integer, Long> next = new TreeMap<>();
      read(connection, partitions).forEach((partition, row) -> {
        if (row.topicId().equals(topic.topicId()) && row.cluster().equals(topic.clusterId())) {
          next.put(partition, row.next());
        }
      });
      return next;
    }
  }

  private static Map<Integer, Row> read(Connection connection, Collection<Integer> partitions)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(
        """
            select partition, cluster_id, topic_id, next_offset, (extract(epoch from stored_until) * 1000)::bigint,
              leader_epoch
            from log_position where partition = any(?)""")) {
      statement.setArray(1, connection.createArrayOf("int4", partitions.toArray()));
      Map<Integer, Row> rows = new TreeMap<>();
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          rows.put(row.getInt(1),
              new Row(row.getString(2), row.getString(3), row.getLong(4), row.getLong(5),
                  row.getObject(6, Integer.class)));
        }
      }
      return rows;
    }
  }

  private void skip(Connection connection, int partition, Position position) throws SQLException {
    advance(connection, List.of(new Advance(partition, position.lostFrom(), position.next(), null, null)));
    try (PreparedStatement statement = connection.prepareStatement("""
        insert into log_gap (partition, from_offset, to_offset, found_at) values (?, ?, ?, now())
        on conflict do nothing""")) {
      statement.setInt(1, partition);
      statement.setLong(2, position.lostFrom());
      statement.setLong(3, position.next());
      statement.executeUpdate();
    }
  }

  /**
   * One step of one partition.
   *
   * @param storedUntil timestamp of the last record, Unix milliseconds; null if it has none to be believed
   * @param epoch       epoch of leadership under which the last record was written; null if it is not known
   */
  public record Advance(int partition, long from, long to, @Nullable Long storedUntil,
      @Nullable Integer epoch) {}

  /**
   * Moves the rows on; the first statement of a transaction, so that what follows is protected by their locks. The rows are locked in
   * no order: two persisters that both believe to have some partitions may be a deadlock, which passes like any other.
   *
   * @param steps at most one for each partition
   * @throws PositionMovedException when a row is not where the step begins
   */
  public void advance(Connection connection, List<Advance> steps) throws SQLException {
    Set<Integer> left = steps.stream().map(Advance::partition).collect(Collectors.toCollection(TreeSet::new));
    try (PreparedStatement statement = connection.prepareStatement(ADVANCE)) {
      statement.setObject(1, column(steps, Advance::partition, Integer[]::new));
      statement.setObject(2, column(steps, Advance::from, Long[]::new));
      statement.setObject(3, column(steps, Advance::to, Long[]::new));
      statement.setObject(4, column(steps, Advance::storedUntil, Long[]::new));
      statement.setObject(5, column(steps, Advance::epoch, Integer[]::new));
      statement.setString(6, topic.topicId());
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          left.remove(row.getInt(1));
        }
      }
    }
    if (!left.isEmpty()) {
      throw new PositionMovedException(left.iterator().next());
    }
  }

  private static <T extends @Nullable Object> T[] column(List<Advance> steps, Function<Advance, T> value,
      IntFunction<T[]> array) {
    return steps.stream().map(value).toArray(array);
  }

  /**
   * Looks whether the tables belong to this log, before anything is read from it.
   *
   * @param tail  tells which of some partitions have other records before their positions than the tables
   * @param adopt whether rows that do not are given up
   * @throws LogRefusedException when some do not, and are not to be given up
   */
  public void verify(Log log, Function<Map<Integer, Position>, Set<Integer>> tail, boolean adopt)
      throws SQLException {
    try (Connection connection = dataSource.getConnection()) {
      List<Integer> given = new ArrayList<>();
      Map<Integer, Row> rows = readAll(connection);
      Map<Integer, Bounds> all = log.bounds();
      Map<Integer, Position> positions = new TreeMap<>();
      for (var row : rows.entrySet()) {
        try {
          Bounds bounds = all.getOrDefault(row.getKey(), new Bounds(0, 0));
          check(row.getKey(), row.getValue(), bounds);
          positions.put(row.getKey(), row.getValue().position(bounds.first()));
        } catch (LogRefusedException e) {
          if (!adopt) {
            throw e;
          }
          given.add(row.getKey());
        }
      }
      Set<Integer> replaced = tail.apply(positions);
      if (!replaced.isEmpty() && !adopt) {
        throw LogTail.refusal(replaced);
      }
      given.addAll(replaced);
      if (!given.isEmpty()) {
        // What these tables have is in no log from here on.
        try (PreparedStatement statement = connection
            .prepareStatement("insert into log_adoption values (clock_timestamp(), ?)")) {
          statement.setArray(1, connection.createArrayOf("int4", given.toArray()));
          statement.executeUpdate();
        }
      }
      try (PreparedStatement statement = connection
          .prepareStatement("delete from log_position where partition = any(?)")) {
        statement.setArray(1, connection.createArrayOf("int4", given.toArray()));
        statement.executeUpdate();
      }
      adopted = List.copyOf(given);
    }
  }

  /** Partitions whose rows {@link #verify} has given up. */
  public List<Integer> adopted() {
    return adopted;
  }

  private static Map<Integer, Row> readAll(Connection connection) throws SQLException {
    List<Integer> partitions = new ArrayList<>();
    try (PreparedStatement statement = connection.prepareStatement("select partition from log_position");
        ResultSet row = statement.executeQuery()) {
      while (row.next()) {
        partitions.add(row.getInt(1));
      }
    }
    return read(connection, partitions);
  }

  /** The topic that the rows are of. */
  public LogTopic topic() {
    return topic;
  }
}
