package org.jamtart.query.workpackage;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Objects;
import org.jamtart.wire.Bytes32;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What each node told of one package. */
public final class PartSql {

  static final int MOST = 2_000;

  static final String PARTS = """
      select p.*, n.peer_id from node_package p join node n on n.id = p.node
      where p.hash = :hash order by p.first_seen, n.peer_id limit %d""".formatted(MOST);

  private final JdbcClient jdbc;

  public PartSql(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * A node's part. Times are its own, null for what it did not report.
   *
   * @param number     of the node's row
   * @param opened     when the package began to come to it; null when that was not told
   * @param submission event ID of that, 64 unsigned bits
   */
  record Part(int number, Bytes32 node, Instant firstSeen, Instant lastUpdated, @Nullable Instant opened,
      long session, long submission, int core, @Nullable Instant received, @Nullable Instant authorized,
      @Nullable Instant refined, @Nullable Instant reportBuilt, @Nullable Instant guaranteeBuilt,
      @Nullable Instant distributed, @Nullable Instant failed, @Nullable String failure) {}

  /** Those who told first come first; a network has no more nodes than are shown. */
  List<Part> of(Bytes32 hash) {
    return jdbc.sql(PARTS).param("hash", hash.toByteArray()).query((row, n) -> part(row)).list();
  }

  private static Part part(ResultSet row) throws SQLException {
    return new Part(row.getInt("node"), Bytes32.of(row.getBytes("peer_id")),
        Objects.requireNonNull(time(row, "first_seen")), Objects.requireNonNull(time(row, "last_updated")),
        time(row, "opened_at"), row.getLong("session"), row.getLong("submission"), row.getInt("core"),
        time(row, "received_at"), time(row, "authorized_at"), time(row, "refined_at"),
        time(row, "report_built_at"), time(row, "guarantee_built_at"), time(row, "distributed_at"),
        time(row, "failed_at"), row.getString("failure_reason"));
  }

  private static @Nullable Instant time(ResultSet row, String column) throws SQLException {
    @Nullable
    OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
    return time == null ? null : time.toInstant();
  }
}
