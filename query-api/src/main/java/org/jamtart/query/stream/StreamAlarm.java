package org.jamtart.query.stream;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;

/** Looks again and again whether everything adds up, for Prometheus and for the detailed health. Thread-safe. */
public final class StreamAlarm {

  /** How long a gap is shown as one that somebody should look at. */
  private static final Duration SHOWN = Duration.ofDays(1);

  private final StreamSql streams;
  private final InstantSource clock;
  private volatile StreamSql.@Nullable Total last;

  public StreamAlarm(StreamSql streams, InstantSource clock, MeterRegistry registry) {
    this.streams = streams;
    this.clock = clock;
    gauge(registry, "tart_streams_adds_up",
        "1: of every node, frames received = stored + expired + quarantined + beyond the quota",
        total -> total.wrong() == 0 ? 1 : 0);
    gauge(registry, "tart_streams_gaps", "frames that never came, of all nodes",
        total -> total.missing().doubleValue());
    gauge(registry, "tart_streams_duplicates", "frames that came again and were skipped, of all nodes",
        total -> total.duplicates().doubleValue());
  }

  /** Not a number until it is known. */
  private void gauge(MeterRegistry registry, String name, String description,
      ToDoubleFunction<StreamSql.Total> value) {
    Gauge.builder(name, this, alarm -> {
      StreamSql.@Nullable Total total = alarm.last;
      return total == null ? Double.NaN : value.applyAsDouble(total);
    }).description(description).register(registry);
  }

  /**
   * What somebody should look at.
   *
   * @param wrong   nodes whose account does not add up
   * @param gaps    nodes of which gaps were found within a day
   * @param missing frames that never came, of all nodes over all time
   */
  public record Finding(long wrong, long gaps, String missing) {}

  /** Looks now. */
  public Finding look() {
    Instant lately = clock.instant().minus(SHOWN);
    StreamSql.Total total = streams.total(lately);
    last = total;
    return new Finding(total.wrong(), total.gapsLately(), total.missing().toString());
  }

  /** The same, for whoever looks by the clock: while the database is away, what is known stays. */
  public void refresh() {
    try {
      var unused = look();
    } catch (DataAccessException e) {
      // The database's own health says it.
    }
  }
}
