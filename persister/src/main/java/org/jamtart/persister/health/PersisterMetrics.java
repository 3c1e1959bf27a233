package org.jamtart.persister.health;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import org.jamtart.persister.batch.StoreListener;
import org.jamtart.persister.batch.Tally;
import org.jamtart.persister.context.Reference;
import org.jamtart.persister.intake.Progress;
import org.jamtart.persister.partition.PartitionedTable;
import org.jamtart.persister.partition.Partitions;
import org.jamtart.wire.Warning;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the persister counts. Thread-safe. */
public final class PersisterMetrics implements StoreListener {

  private static final Logger LOG = LoggerFactory.getLogger(PersisterMetrics.class);

  private final LongAdder flushed = new LongAdder();
  private final Timer writes;
  private final Counter rows;
  private final Counter records;
  private final Counter quarantined;
  private final Counter duplicates;
  private final Counter missing;
  private final Counter expired;
  private final Map<Warning, Counter> warnings = new EnumMap<>(Warning.class);
  private final Map<Reference, Counter> references = new EnumMap<>(Reference.class);

  public PersisterMetrics(MeterRegistry registry, Progress progress, Partitions partitions) {
    // A gauge, so that it has the name that existing dashboards ask for: a counter's would end in _total.
    Gauge.builder("telemetry_events_flushed", flushed, LongAdder::sum)
        .description("events written to the database since the start")
        .register(registry);
    writes = Timer.builder("telemetry_batch_write_duration")
        .description("time of one transaction, from its first statement to its commit")
        .publishPercentileHistogram()
        .minimumExpectedValue(Duration.ofMillis(1))
        .maximumExpectedValue(Duration.ofSeconds(30))
        .register(registry);
    rows = counter(registry, "tart_persister_rows", "event rows written");
    records = counter(registry, "tart_persister_records", "records of the log stored");
    quarantined = counter(registry, "tart_persister_quarantined", "frames and records put in quarantine");
    duplicates = counter(registry, "tart_persister_duplicates", "frames that came again and were skipped");
    missing = counter(registry, "tart_persister_missing", "frames that never came");
    expired = counter(registry, "tart_persister_expired",
        "events past retention when they came, not written");
    for (Warning warning : Warning.values()) {
      warnings.put(warning, Counter.builder("tart_persister_warnings")
          .description("events that are events and odd all the same")
          .tag("warning", warning.key())
          .register(registry));
    }
    for (Reference reference : Reference.values()) {
      references.put(reference, Counter.builder("tart_persister_references")
          .description("references of events to earlier events of their session")
          .tag("outcome", reference.key())
          .register(registry));
    }
    FunctionCounter.builder("tart_persister_retries", progress, Progress::retries)
        .description("transactions that were tried again")
        .register(registry);
    FunctionCounter.builder("tart_persister_log_gaps", progress, Progress::gaps)
        .description("times that the log had dropped records before they were stored")
        .register(registry);
    FunctionCounter.builder("tart_persister_partition_drop_failures", partitions, Partitions::dropFailures)
        .description("tries to drop expired partitions that failed")
        .register(registry);
    Gauge.builder("tart_persister_partition_alarm", partitions, p -> p.isAlarming() ? 1 : 0)
        .description("1: partitions run out or cannot be made, or expired ones cannot be dropped")
        .register(registry);
    for (PartitionedTable table : partitions.tables()) {
      Gauge.builder("tart_persister_partitions", table, t -> partitions.count(t))
          .description("partitions of a table")
          .tag("table", table.name())
          .register(registry);
      Gauge.builder("tart_persister_partitions_ahead_seconds", table, t -> partitions.ahead(t).toSeconds())
          .description("time from now on for which a table has partitions")
          .tag("table", table.name())
          .register(registry);
    }
  }

  private static Counter counter(MeterRegistry registry, String name, String description) {
    return Counter.builder(name).description(description).register(registry);
  }

  @Override
  public void committed(Tally tally, Duration took) {
    writes.record(took);
    flushed.add(tally.rows());
    rows.increment(tally.rows());
    records.increment(tally.records());
    quarantined.increment(tally.quarantined());
    duplicates.increment(tally.duplicates());
    missing.increment(tally.missing());
    expired.increment(tally.expired());
    warnings.forEach((warning, counter) -> counter.increment(tally.warnings(warning)));
    references.forEach((reference, counter) -> counter.increment(tally.references(reference)));
    for (Tally.Gap gap : tally.gaps()) {
      LOG.warn("event=session_gap session={} at_seq={} missing={}", gap.session(), gap.atSeq(),
          gap.missing());
    }
  }
}
