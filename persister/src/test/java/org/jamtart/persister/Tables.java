package org.jamtart.persister;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jamtart.testsupport.TestDatabase;
import org.jspecify.annotations.Nullable;

/** Reads the tables by plain JDBC, which shares nothing with the entities. */
final class Tables {

  private final TestDatabase database;

  Tables(TestDatabase database) {
    this.database = database;
  }

  /** A connection of the test's own. */
  java.sql.Connection connect() throws SQLException {
    return database.connect();
  }

  List<Map<String, @Nullable Object>> rows(String sql, Object... arguments) throws SQLException {
    try (var connection = database.connect();
        PreparedStatement statement = connection.prepareStatement(sql)) {
      for (int i = 0; i < arguments.length; i++) {
        statement.setObject(i + 1, arguments[i]);
      }
      try (ResultSet result = statement.executeQuery()) {
        List<Map<String, @Nullable Object>> rows = new ArrayList<>();
        while (result.next()) {
          Map<String, @Nullable Object> row = new LinkedHashMap<>();
          for (int column = 1; column <= result.getMetaData().getColumnCount(); column++) {
            row.put(result.getMetaData().getColumnLabel(column), result.getObject(column));
          }
          rows.add(row);
        }
        return rows;
      }
    }
  }

  Map<String, @Nullable Object> row(String sql, Object... arguments) throws SQLException {
    List<Map<String, @Nullable Object>> rows = rows(sql, arguments);
    if (rows.size() != 1) {
      throw new AssertionError(rows.size() + " rows: " + sql);
    }
    return rows.get(0);
  }

  long number(String sql, Object... arguments) throws SQLException {
    return row(sql, arguments).values().iterator().next() instanceof Number number
        ? number.longValue()
        : Long.MIN_VALUE;
  }

  /** The rows of every bucket that readers keep, by the bucket and its version. */
  Map<String, String> keptBuckets() throws SQLException {
    Map<String, String> versions = new HashMap<>();
    for (String count : List.of("node_activity", "failure_count", "node_count", "network_count")) {
      for (var row : rows(
          """
              select concat_ws(' ', '%1$s', c.tier, c.bucket, v.version) as version,
                     string_agg(c::text, ' ' order by c::text) as rows
              from %1$s c left join bucket_version v on v.source = '%1$s' and v.tier = c.tier and v.bucket = c.bucket
              where c.tier > 0 group by c.tier, c.bucket, v.version"""
              .formatted(count))) {
        versions.put("" + row.get("version"), "" + row.get("rows"));
      }
      assertThat(number("select count(*) from bucket_version where source = '" + count + "'"))
          .isEqualTo(number("select count(distinct (tier, bucket)) from " + count + " where tier > 0"));
    }
    return versions;
  }

  /** Of some buckets that readers keep, and the same ones later, of which some were written meanwhile. */
  static void assertThatWhatHasItsVersionIsTheSame(Map<String, String> before, Map<String, String> after) {
    Map<String, String> kept = new HashMap<>(before);
    kept.keySet().retainAll(after.keySet());
    assertThat(kept).hasSizeLessThan(before.size());
    kept.forEach((version, rows) -> assertThat(after).containsEntry(version, rows));
  }

  int update(String sql, Object... arguments) throws SQLException {
    try (var connection = database.connect();
        PreparedStatement statement = connection.prepareStatement(sql)) {
      for (int i = 0; i < arguments.length; i++) {
        statement.setObject(i + 1, arguments[i]);
      }
      return statement.executeUpdate();
    }
  }

  /** Asks for a replay of the last hour and the next, by projections with commas between them; returns its ID. */
  UUID requestReplay(String projections) throws SQLException {
    return requestReplay(projections, 1, 1, false);
  }

  /** The same of so many hours before now and after. */
  UUID requestReplay(String projections, int hoursBack, int hoursAhead, boolean dryRun) throws SQLException {
    UUID id = UUID.randomUUID();
    update(
        """
            insert into replays (id, requested_at, range_from, range_to, projections, nodes, dry_run, state, updated_at)
            values (?, now(), now() - ? * interval '1 hour', now() + ? * interval '1 hour', ?::text[], '{}', ?, 'pending',
              now())""",
        id, hoursBack, hoursAhead, "{" + projections + "}", dryRun);
    return id;
  }
}
