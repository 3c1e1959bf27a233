package org.jamtart.query.workpackage;

import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import org.jamtart.query.grafana.Span;
import org.jamtart.query.horizon.Horizon;
import org.jamtart.query.request.Query;
import org.jamtart.query.request.TimeRange;
import org.jamtart.store.KeptSinceSql;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Which time a request about packages is about. */
public final class Windows {

  /** What every answer about the packages of a range promises. */
  static final String COVERS = "About the packages that were first seen in the range, as it was given: the header `Tart-Range` repeats it, "
      + "`Tart-Complete-Since` says since when no package has been deleted. "
      + "Percentiles over more than two hours are of histograms of all durations, within a thirty-second of the value. ";

  private final JdbcClient jdbc;
  private final Horizon horizon;

  public Windows(JdbcClient jdbc, Horizon horizon) {
    this.jdbc = jdbc;
    this.horizon = horizon;
  }

  /** For figures over the whole range. The caller has opened a transaction. */
  public Window of(Query query) {
    return of(query, Duration.ZERO);
  }

  /** For buckets of a length. */
  public Window of(Query query, Duration interval) {
    return Window.of(Span.range(query, horizon.moment()), interval, keptSince());
  }

  /** For a range that is known. */
  public Window of(TimeRange range) {
    return Window.of(range, Duration.ZERO, keptSince());
  }

  /** Since when all packages are kept; null when none has been deleted yet. */
  public @Nullable Instant keptSince() {
    List<Instant> since = jdbc.sql(KeptSinceSql.PACKAGES)
        .query((row, n) -> row.getObject(1, OffsetDateTime.class).toInstant())
        .list();
    return since.isEmpty() ? null : since.getFirst();
  }
}
