package org.jamtart.persister.health;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import org.jamtart.log.CaughtUp;
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
  private final CaughtUp caughtUp = new CaughtUp();
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
      Instant now = clock.instant();
      long behind = 0;
      Duration longest = Duration.ZERO;
      caughtUp.retain(storedUntil.keySet());
      for (GroupLag.Partition partition : group.read()) {
        Long stored = storedUntil.get(partition.partition());
        if (stored == null) {
          continue;
        }
        behind += partition.lag();
        Instant since = caughtUp.storedUntil(partition.partition(), Instant.ofEpochMilli(stored));
        if (partition.lag() == 0 || since.equals(Instant.EPOCH)) { // without a past, the lag begins now
          caughtUp.at(partition.partition(), now);
        } else {
          Duration late = Duration.between(since, now);
          longest = late.compareTo(longest) > 0 ? late : longest;
        }
      }
      records = behind;
      lag = longest;
      trouble = "";
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (TimeoutException | RuntimeException e) {
      trouble = "the lag is not known: " + e;
      LOG.info("event=lag_unknown error={}", e.toString());
    }
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
