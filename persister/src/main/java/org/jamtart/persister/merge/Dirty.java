package org.jamtart.persister.merge;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
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

  private static final String INSERT = "insert into merge_mark (kind, partition, keys) values (?, ?, ?)";

  private record Owner(short kind, int partition) {}

  private final Map<Owner, TreeSet<byte[]>> marked = new TreeMap<>(
      Comparator.comparingInt(Owner::kind).thenComparingInt(Owner::partition));

  /**
   * A part of a thing changes.
   *
   * @param kind      {@link Merged#kind()}
   * @param partition of the log, whose owner writes the part
   * @param key       of the thing; not to be changed any more
   */
  public void add(short kind, int partition, byte[] key) {
    marked.computeIfAbsent(new Owner(kind, partition), owner -> new TreeSet<>(Arrays::compareUnsigned))
        .add(key);
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
          bind(statement, mark.getKey().kind, mark.getKey().partition,
              keys.subList(from, Math.min(keys.size(), from + KEYS)));
          statement.addBatch();
        }
      }
      statement.executeBatch();
    }
  }

  private static void bind(PreparedStatement statement, short kind, int partition, List<byte[]> keys)
      throws SQLException {
    statement.setShort(1, kind);
    statement.setInt(2, partition);
    statement.setArray(3, statement.getConnection().createArrayOf("bytea", keys.toArray(byte[][]::new)));
  }
}
