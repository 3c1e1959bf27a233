package org.jamtart.persister.replay.rebuild;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jamtart.persister.projection.BucketVersions;
import org.jamtart.persister.projection.BucketVersions.Bucket;
import org.jamtart.persister.replay.rebuild.Piece.Cut;
import org.jamtart.persister.time.Times;

/** Puts the rows of a shadow in the place of the live ones. Belongs into the transaction that makes both tell of the same records. */
final class Exchange {

  private static final String COLUMNS = """
      select a.attname from pg_attribute a where a.attrelid = ?::regclass and a.attnum > 0 and not a.attisdropped
        and a.attgenerated = '' order by a.attnum""";

  private static final String KEY = """
      select a.attname from pg_index i join pg_attribute a on a.attrelid = i.indrelid and a.attnum = any(i.indkey)
      where i.indrelid = ?::regclass and i.indisprimary""";

  private final Connection connection;
  private final Shadow shadow;

  Exchange(Connection connection, Shadow shadow) {
    this.connection = connection;
    this.shadow = shadow;
  }

  void of(Piece piece) throws SQLException {
    List<Bucket> kept = new ArrayList<>();
    for (Cut cut : piece.cuts()) {
      keep(cut);
      if (BucketVersions.has(cut.table())) {
        kept.addAll(buckets(cut, shadow.live(cut.table())));
        kept.addAll(buckets(cut, shadow.own(cut.table())));
      }
      update("delete from " + shadow.live(cut.table()) + " t where " + cut.where(), cut);
      String columns = String.join(", ", names(COLUMNS, cut.table()));
      update("insert into %s (%s) select %s from %s t where %s".formatted(shadow.live(cut.table()), columns,
          columns, shadow.own(cut.table()), cut.where()), cut);
    }
    shadow.outside(connection, live -> BucketVersions.renew(live, kept));
  }

  /** Whoever has made something of these buckets makes it again. */
  private List<Bucket> buckets(Cut cut, String table) throws SQLException {
    List<Bucket> buckets = new ArrayList<>();
    try (PreparedStatement statement = connection.prepareStatement(
        "select distinct t.tier, t.bucket from " + table + " t where " + cut.where())) {
      bind(statement, cut);
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          buckets
              .add(new Bucket(row.getShort(1), Times.micros(row.getTimestamp(2).toInstant()), cut.table()));
        }
      }
    }
    return buckets;
  }

  /** What does not come from the frames stays. */
  private void keep(Cut cut) throws SQLException {
    List<String> kept = cut.part().table().kept();
    if (kept.isEmpty()) {
      return;
    }
    update("update %s t set %s from %s l where %s and %s".formatted(shadow.own(cut.table()),
        kept.stream().map(column -> column + " = l." + column).collect(Collectors.joining(", ")),
        shadow.live(cut.table()),
        names(KEY, cut.table()).stream()
            .map(column -> "l." + column + " = t." + column)
            .collect(Collectors.joining(" and ")),
        cut.where()), cut);
  }

  private void update(String sql, Cut cut) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      bind(statement, cut);
      statement.executeUpdate();
    }
  }

  private void bind(PreparedStatement statement, Cut cut) throws SQLException {
    for (int i = 0; i < cut.arguments().size(); i++) {
      Object argument = cut.arguments().get(i);
      if (argument instanceof Integer[] numbers) {
        statement.setArray(i + 1, connection.createArrayOf("int4", numbers));
      } else {
        statement.setObject(i + 1, argument);
      }
    }
  }

  private List<String> names(String sql, String table) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setString(1, shadow.live(table));
      List<String> names = new ArrayList<>();
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          names.add(row.getString(1));
        }
      }
      return names;
    }
  }
}
