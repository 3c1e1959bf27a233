package org.jamtart.query.legacy;

import java.math.BigInteger;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.jamtart.query.request.TimeRange;
import org.jamtart.query.request.Times;
import org.jamtart.wire.Bytes32;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Work packages by the time at which they were first seen, and what each node did with them. */
final class LegacyPackageSql {

  private static final String SEEN = """
      work_package w where w.first_seen >= :start and w.first_seen < :end
        and (cast(:core as integer) is null or w.core = :core)""";

  static final String PACKAGES = """
      select w.*, n.peer_id from (select * from %s order by w.first_seen desc, w.hash desc limit :limit) w
      join node n on n.id = w.node order by w.first_seen desc, w.hash desc""".formatted(SEEN);

  static final String ONE = "select w.*, n.peer_id from work_package w join node n on n.id = w.node where w.hash = :hash";

  static final String COUNTS = """
      select count(*), count(w.received_at), count(w.authorized_at), count(w.refined_at), count(w.report_built_at),
        count(w.guarantee_built_at), count(w.distributed_at), count(w.failed_at) from %s"""
      .formatted(SEEN);

  static final String REASONS = """
      select regexp_replace(coalesce(w.failure_reason, ''), '(0x)?[0-9a-fA-F]{8,}|[0-9]+', '#', 'g'), count(*)
      from %s and w.failed_at is not null group by 1 order by 2 desc, 1 limit 50""".formatted(SEEN);

  static final String PARTS = """
      select n.peer_id, p.* from node_package p join node n on n.id = p.node
      where p.hash = :hash order by p.first_seen, n.peer_id limit 2000""";

  private final JdbcClient jdbc;

  LegacyPackageSql(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** What each stage's report is called and when it was made; null where it was not. */
  record Stages(@Nullable Instant received, @Nullable Instant authorized, @Nullable Instant refined,
      @Nullable Instant reportBuilt, @Nullable Instant guaranteeBuilt, @Nullable Instant distributed,
      @Nullable Instant failed) {

    /** The furthest, as the older surface calls it. */
    String furthest() {
      return distributed != null
          ? "distributed"
          : guaranteeBuilt != null
              ? "guarantee_built"
              : reportBuilt != null
                  ? "report_built"
                  : refined != null
                      ? "refined"
                      : authorized != null ? "authorized" : received != null ? "received" : "submitted";
    }

    /** The same, but {@code failed} for what failed before a guarantee was built. */
    String current() {
      return failed != null && guaranteeBuilt == null ? "failed" : furthest();
    }
  }

  /** @param core -1 when not known */
  record Package(Bytes32 hash, Bytes32 node, int core, Instant firstSeen, Instant lastUpdated, Stages stages,
      @Nullable BigInteger gas, @Nullable String failure, int receivedBy, int guaranteedBy) {}

  record Part(Bytes32 node, Instant firstSeen, @Nullable Instant opened, Stages stages,
      @Nullable String failure) {}

  /** Of how many packages each thing was reported. */
  record Reached(long total, long received, long authorized, long refined, long reportBuilt,
      long guaranteeBuilt, long distributed, long failed) {}

  List<Package> newest(TimeRange range, @Nullable Integer core, int limit) {
    return in(PACKAGES, range, core).param("limit", limit).query((row, n) -> packageOf(row)).list();
  }

  Optional<Package> one(Bytes32 hash) {
    return jdbc.sql(ONE).param("hash", hash.toByteArray()).query((row, n) -> packageOf(row)).optional();
  }

  Reached reached(TimeRange range, @Nullable Integer core) {
    return in(COUNTS, range, core)
        .query((row, n) -> new Reached(row.getLong(1), row.getLong(2), row.getLong(3), row.getLong(4),
            row.getLong(5), row.getLong(6), row.getLong(7), row.getLong(8)))
        .single();
  }

  /** Why packages failed, the commonest first. */
  Map<String, Long> reasons(TimeRange range, @Nullable Integer core) {
    Map<String, Long> reasons = new TreeMap<>();
    in(REASONS, range, core).query(row -> {
      reasons.put(row.getString(1), row.getLong(2));
    });
    return reasons;
  }

  List<Part> parts(Bytes32 hash) {
    return jdbc.sql(PARTS)
        .param("hash", hash.toByteArray())
        .query((row, n) -> new Part(Bytes32.of(row.getBytes("peer_id")),
            Objects.requireNonNull(time(row, "first_seen")), time(row, "opened_at"), stages(row),
            row.getString("failure_reason")))
        .list();
  }

  private JdbcClient.StatementSpec in(String sql, TimeRange range, @Nullable Integer core) {
    return jdbc.sql(sql)
        .param("start", Times.parameter(range.from()))
        .param("end", Times.parameter(range.to()))
        .param("core", core);
  }

  private static Package packageOf(ResultSet row) throws SQLException {
    var gas = row.getBigDecimal("refine_gas");
    return new Package(Bytes32.of(row.getBytes("hash")), Bytes32.of(row.getBytes("peer_id")),
        row.getInt("core"), Objects.requireNonNull(time(row, "first_seen")),
        Objects.requireNonNull(time(row, "last_updated")), stages(row),
        gas == null ? null : gas.toBigInteger(),
        row.getString("failure_reason"), row.getInt("received_by"), row.getInt("guaranteed_by"));
  }

  private static Stages stages(ResultSet row) throws SQLException {
    return new Stages(time(row, "received_at"), time(row, "authorized_at"), time(row, "refined_at"),
        time(row, "report_built_at"), time(row, "guarantee_built_at"), time(row, "distributed_at"),
        time(row, "failed_at"));
  }

  private static @Nullable Instant time(ResultSet row, String column) throws SQLException {
    return time(row, row.findColumn(column));
  }

  private static @Nullable Instant time(ResultSet row, int column) throws SQLException {
    @Nullable
    OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
    return time == null ? null : time.toInstant();
  }
}
