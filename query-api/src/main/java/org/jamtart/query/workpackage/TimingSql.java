package org.jamtart.query.workpackage;

import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jamtart.query.request.Selection;
import org.jamtart.query.workpackage.Rolled.Hours;
import org.jamtart.store.Durations;
import org.jamtart.store.PackageSums;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * How long packages took from stage to stage. Percentiles are those of all durations of the packages themselves, interpolated
 * between neighbours; over more than two hours those of histograms ({@link org.jamtart.store.Durations}) of all of them. The stages of a package may come from clocks of several nodes: a duration below zero counts as zero.
 */
public final class TimingSql {

  /** In the order of {@link Timing}. */
  private static final String DURATIONS = Stream.of(
      duration("w.authorized_at", "w.received_at", "authorize"),
      duration("w.refined_at", "w.authorized_at", "refine"),
      duration("w.report_built_at", "w.refined_at", "report"),
      duration("w.guarantee_built_at", "w.report_built_at", "guarantee"),
      duration("w.distributed_at", "w.guarantee_built_at", "distribute"),
      duration("coalesce(w.distributed_at, w.last_updated)", "w.received_at", "pipeline"))
      .collect(Collectors.joining(", "));

  private static final String PERCENTILES = Stream
      .of("authorize", "refine", "report", "guarantee", "distribute", "pipeline")
      .map(stage -> "percentile_cont(array[0.5, 0.95]) within group (order by d." + stage + ")")
      .collect(Collectors.joining(", ", "select ", ""))
      + ", avg(d.pipeline), count(*), count(d.failed_at), count(d.failed_at) filter (where d.guarantee_built_at is null)";

  private static final String FROM = " from (select w.first_seen, w.failed_at, w.guarantee_built_at, "
      + DURATIONS
      + " from " + PackageSource.PACKAGES + ") d";

  static final String TOTAL = PERCENTILES + FROM;

  static final String BY_TIME = PERCENTILES
      + ", date_bin(make_interval(secs => :seconds), d.first_seen, timestamptz 'epoch') as ts" + FROM
      + " group by ts order by ts";

  private final JdbcClient jdbc;
  private final Rolled rolled;
  private final SumsSql sums;

  public TimingSql(JdbcClient jdbc, Rolled rolled, SumsSql sums) {
    this.jdbc = jdbc;
    this.rolled = rolled;
    this.sums = sums;
  }

  /** Milliseconds; null when no package has both ends of the stage. */
  public record Percentiles(@Nullable Long p50, @Nullable Long p95) {}

  /**
   * Of some packages.
   *
   * @param pipeline from the first reception to the end of the distribution, or to the last report of what has not got there
   * @param average  of the same, milliseconds
   * @param failed   packages of which some node said that they failed
   * @param lost     those of them for which nobody built a guarantee
   */
  public record Timing(Percentiles authorize, Percentiles refine, Percentiles report, Percentiles guarantee,
      Percentiles distribute, Percentiles pipeline, @Nullable Double average, long total, long failed,
      long lost) {}

  record Bucket(Instant ts, Timing timing) {}

  /** Of the whole window. */
  public Timing total(Window window, Selection selection) {
    return rolled.of(window, selection)
        .map(hours -> timing(sums.total(window, hours)))
        .orElseGet(() -> PackageSource.over(jdbc, TOTAL, window, selection)
            .query((row, n) -> timing(row))
            .single());
  }

  List<Bucket> byTime(Window window, Selection selection) {
    Optional<Hours> hours = rolled.of(window, selection);
    if (hours.isPresent() && SumsSql.canAdd(window.interval())) {
      return sums.byTime(window, hours.get())
          .entrySet()
          .stream()
          .map(each -> new Bucket(each.getKey(), timing(each.getValue())))
          .toList();
    }
    return PackageSource.over(jdbc, BY_TIME, window, selection)
        .param("seconds", window.interval().toSeconds())
        .query((row, n) -> new Bucket(row.getObject("ts", OffsetDateTime.class).toInstant(), timing(row)))
        .list();
  }

  private static String duration(String to, String from, String name) {
    return "greatest(extract(epoch from " + to + " - " + from
        + ")::double precision * 1000, case when %s is not null and %s is not null then 0 end)".formatted(to,
            from)
        + " as " + name;
  }

  private static Timing timing(PackageSums sums) {
    Durations pipeline = sums.durations(PackageSums.STAGES - 1);
    return new Timing(percentiles(sums.durations(0)), percentiles(sums.durations(1)),
        percentiles(sums.durations(2)), percentiles(sums.durations(3)), percentiles(sums.durations(4)),
        percentiles(pipeline),
        pipeline.size() == 0
            ? null
            : (Double) (sums.pipelineMicros().doubleValue() / 1_000 / pipeline.size()),
        sums.packages(), sums.failed(), sums.lost());
  }

  private static Percentiles percentiles(Durations durations) {
    Double half = durations.millis(0.5);
    Double most = durations.millis(0.95);
    return new Percentiles(half == null ? null : (Long) Math.round(half),
        most == null ? null : (Long) Math.round(most));
  }

  private static Timing timing(ResultSet row) throws SQLException {
    double average = row.getDouble(7);
    return new Timing(percentiles(row, 1), percentiles(row, 2), percentiles(row, 3), percentiles(row, 4),
        percentiles(row, 5), percentiles(row, 6), row.wasNull() ? null : average, row.getLong(8),
        row.getLong(9),
        row.getLong(10));
  }

  private static Percentiles percentiles(ResultSet row, int column) throws SQLException {
    @Nullable
    Array values = row.getArray(column);
    if (values == null) {
      return new Percentiles(null, null);
    }
    Double[] both = (Double[]) values.getArray();
    return new Percentiles(Math.round(both[0]), Math.round(both[1]));
  }
}
