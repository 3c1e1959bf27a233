package org.jamtart.persister.health;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import org.jamtart.log.GroupLag;
import org.jamtart.log.LogSettings;
import org.jamtart.persister.intake.Progress;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Watches how far the tables are behind the log: past half of the log's retention, records are in danger. */
public final class LagMonitor {

  private static final Logger LOG = LoggerFactory.getLogger(LagMonitor.class);

  private final GroupLag group;
  private final Progress progress;
  private final Clock clock;
  private final Duration alarm;
  private final Map<Integer, Long> caughtUpAt = new HashMap<>();
  private volatile long records;
  private volatile Duration lag = Duration.ZERO;
  private volatile String trouble = "";

  public LagMonitor(GroupLag group, Progress progress, LogSettings log, Clock clock, MeterRegistry registry) {
    this.group = group;
    this.progress = progress;
    this.clock = clock;
    this.alarm = log.retention().dividedBy(2);
    Gauge.builder("tart_persister_lag_records", this, monitor -> monitor.records)
        .description("records of this process's partitions that are not stored")
        .register(registry);
    Gauge.builder("tart_persister_lag_seconds", this, monitor -> monitor.lag.toMillis() / 1000.0)
        .description("how long ago the slowest partition of this process was up to date")
        .register(registry);
    Gauge.builder("tart_persister_lag_alarm", this, monitor -> monitor.isAlarming() ? 1 : 0)
        .description("1: the lag is past half of the log's retention")
        .register(registry);
  }

  /** Looks once; for one thread at a time. Never throws: a scheduler would not call it again. */
  public void look() {
    try {
      Map<Integer, Long> storedUntil = progress.storedUntil();
      long now = clock.millis();
      long behind = 0;
      long longest = 0;
      caughtUpAt.keySet().retainAll(storedUntil.keySet());
      for (GroupLag.Partition partition : group.read()) {
        Long stored = storedUntil.get(partition.partition());
        if (stored == null) {
          continue;
        }
        behind += partition.lag();
        if (partition.lag() == 0) {
          caughtUpAt.put(partition.partition(), now);
        } else {
          // A record that comes after a silence is not late for the silence; without a past, the lag begins now.
          long since = Math.max(stored, caughtUpAt.getOrDefault(partition.partition(), 0L));
          longest = Math.max(longest, now - (since == 0 ? caughtUp(partition.partition(), now) : since));
        }
      }
      records = behind;
      lag = Duration.ofMillis(longest);
      trouble = "";
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (TimeoutException | RuntimeException e) {
      trouble = "the lag is not known: " + e;
      LOG.info("event=lag_unknown error={}", e.toString());
    }
  }

  private long caughtUp(int partition, long now) {
    caughtUpAt.put(partition, now);
    return now;
  }

  /** Whether the lag is past half of the log's retention. */
  public boolean isAlarming() {
    return lag.compareTo(alarm) > 0;
  }

  /** Why the last look failed; empty if it did not, and then the lag is true. */
  public String trouble() {
    return trouble;
  }

  /** How long ago the slowest partition was up to date. */
  public Duration lag() {
    return lag;
  }
}
