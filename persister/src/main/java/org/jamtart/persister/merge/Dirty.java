package org.jamtart.persister.merge;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.hibernate.StatelessSession;

/**
 * The things of which one transaction changes parts. Its marks are written in that transaction, so that they are seen with the
 * parts or not at all. One thread.
 */
public final class Dirty {

  /** Keys in one row of marks. */
  private static final int KEYS = 256;

  private static final String INSERT = "insert into merge_mark (kind, partitions, keys) values (?, ?, ?)";

  private final Map<Short, TreeSet<byte[]>> marked = new TreeMap<>();
  private final Set<Integer> partitions = new TreeSet<>();

  /**
   * A part of a thing changes.
   *
   * @param kind      {@link Merged#kind()}
   * @param partition of the log, whose owner writes the part
   * @param key       of the thing; not to be changed any more
   */
  public void add(short kind, int partition, byte[] key) {
    marked.computeIfAbsent(kind, absent -> new TreeSet<>(Arrays::compareUnsigned)).add(key);
    partitions.add(partition);
  }

  /** Writes the marks; nothing where nothing was added. */
  public void write(StatelessSession database) {
    if (!marked.isEmpty()) {
      database.doWork(this::insert);
    }
  }

  private void insert(Connection connection) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(INSERT)) {
      for (var mark : marked.entrySet()) {
        List<byte[]> keys = new ArrayList<>(mark.getValue());
        for (int from = 0; from < keys.size(); from += KEYS) {
          bind(statement, mark.getKey(), keys.subList(from, Math.min(keys.size(), from + KEYS)));
          statement.addBatch();
        }
      }
      statement.executeBatch();
    }
  }

  private void bind(PreparedStatement statement, short kind, List<byte[]> keys) throws SQLException {
    statement.setShort(1, kind);
    statement.setArray(2, statement.getConnection().createArrayOf("int4", partitions.toArray()));
    statement.setArray(3, statement.getConnection().createArrayOf("bytea", keys.toArray(byte[][]::new)));
  }
}
