package org.jamtart.query.workpackage;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jamtart.query.request.Selection;
import org.jamtart.query.workpackage.Rolled.Hours;
import org.jamtart.store.PackageSums;
import org.springframework.jdbc.core.simple.JdbcClient;

/** How many packages came how far. */
public final class FunnelSql {

  private static final String COUNTS = """
      count(*), count(w.received_at), count(w.authorized_at), count(w.refined_at), count(w.report_built_at),
      count(w.guarantee_built_at), count(w.distributed_at), count(w.failed_at)""";

  static final String TOTAL = "select " + COUNTS + " from " + PackageSource.PACKAGES;

  static final String BY_TIME = "select " + COUNTS
      + ", date_bin(make_interval(secs => :seconds), w.first_seen, timestamptz 'epoch') as ts from "
      + PackageSource.PACKAGES + " group by ts order by ts";

  static final String BY_CORE = "select w.core, count(*) from " + PackageSource.PACKAGES
      + " and w.core >= 0 group by w.core order by w.core";

  /** Packages by the furthest stage that anybody reported, 0 for the first; without those of which none is known. */
  static final String BY_STAGE = "select s.stage, count(*) from (select " + PackageSql.STAGE
      + " as stage from "
      + PackageSource.PACKAGES + ") s where s.stage is not null group by s.stage";

  /** As nodes told it, without what makes each telling of one trouble another one. */
  static final String BY_REASON = """
      select regexp_replace(w.failure_reason, '(0x)?[0-9a-fA-F]{8,}|[0-9]+', '#', 'g') as reason, count(*)
      from {packages} and w.failed_at is not null group by 1 order by 2 desc, 1 limit :limit""";

  private final JdbcClient jdbc;
  private final Rolled rolled;
  private final SumsSql sums;

  public FunnelSql(JdbcClient jdbc, Rolled rolled, SumsSql sums) {
    this.jdbc = jdbc;
    this.rolled = rolled;
    this.sums = sums;
  }

  /** Packages, and of how many of them each thing was reported. */
  public record Counts(long total, long received, long authorized, long refined, long reportBuilt,
      long guaranteeBuilt, long distributed, long failed) {}

  record Bucket(Instant ts, Counts counts) {}

  record Reason(String words, long count) {}

  /** Of the whole window. */
  public Counts total(Window window, Selection selection) {
    return rolled.of(window, selection)
        .map(hours -> counts(sums.total(window, hours)))
        .orElseGet(() -> PackageSource.over(jdbc, TOTAL, window, selection)
            .query((row, n) -> counts(row))
            .single());
  }

  List<Bucket> byTime(Window window, Selection selection) {
    Optional<Hours> hours = rolled.of(window, selection);
    if (hours.isPresent() && SumsSql.canAdd(window.interval())) {
      return sums.byTime(window, hours.get())
          .entrySet()
          .stream()
          .map(each -> new Bucket(each.getKey(), counts(each.getValue())))
          .toList();
    }
    return PackageSource.over(jdbc, BY_TIME, window, selection)
        .param("seconds", window.interval().toSeconds())
        .query((row, n) -> new Bucket(row.getObject("ts", OffsetDateTime.class).toInstant(), counts(row)))
        .list();
  }

  Map<Integer, Long> byCore(Window window, Selection selection) {
    return rolled.of(window, selection)
        .map(hours -> sums.byCore(window, hours))
        .orElseGet(() -> map(PackageSource.over(jdbc, BY_CORE, window, selection)));
  }

  Map<Integer, Long> byStage(Window window, Selection selection) {
    return rolled.of(window, selection)
        .map(hours -> SumsSql.byStage(sums.total(window, hours)))
        .orElseGet(() -> map(PackageSource.over(jdbc, BY_STAGE, window, selection)));
  }

  List<Reason> byReason(Window window, Selection selection, int limit) {
    return rolled.of(window, selection)
        .map(hours -> hours.in(jdbc.sql(SumsSql.REASONS), window))
        .orElseGet(() -> PackageSource.over(jdbc, BY_REASON, window, selection))
        .param("limit", limit)
        .query((row, n) -> new Reason(row.getString(1), row.getLong(2)))
        .list();
  }

  private static Map<Integer, Long> map(JdbcClient.StatementSpec statement) {
    Map<Integer, Long> counts = new TreeMap<>();
    statement.query(row -> {
      counts.put(row.getInt(1), row.getLong(2));
    });
    return counts;
  }

  private static Counts counts(PackageSums sums) {
    return new Counts(sums.packages(), sums.reached(0), sums.reached(1), sums.reached(2), sums.reached(3),
        sums.reached(4), sums.reached(5), sums.failed());
  }

  private static Counts counts(ResultSet row) throws SQLException {
    return new Counts(row.getLong(1), row.getLong(2), row.getLong(3), row.getLong(4), row.getLong(5),
        row.getLong(6), row.getLong(7), row.getLong(8));
  }
}
