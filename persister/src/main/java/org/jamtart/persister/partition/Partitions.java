package org.jamtart.persister.partition;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.jamtart.persister.PersisterSettings;
import org.jamtart.persister.partition.Ranges.Range;
import org.jamtart.persister.time.Times;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The partitions of all partitioned tables: made ahead, dropped when retention ends, watched. Thread-safe.
 */
public final class Partitions {

  private static final Logger LOG = LoggerFactory.getLogger(Partitions.class);

  private final PartitionDdl ddl;
  private final PartitionedTable events;
  private final PartitionedTable quarantine;
  private final List<PartitionedTable> others;
  private final List<Kept> kept;
  private final PersisterSettings settings;
  private final Clock clock;
  private final AtomicLong dropFailures = new AtomicLong();
  private volatile String trouble = "";

  /**
   * A table beside those of the events and the quarantine.
   *
   * @param size      time that one partition holds
   * @param retention how long its rows are kept, by their time
   * @param past      whether rows so old may go; retention is the least then
   */
  public record Kept(String table, Duration size, Duration retention, Past past) {

    /** A table whose rows go when retention ends. */
    public Kept(String table, Duration size, Duration retention) {
      this(table, size, retention, (connection, from, to) -> true);
    }
  }

  /** What is past: for tables whose rows are needed as long as the log is not stored so far. */
  @FunctionalInterface
  public interface Past {

    /** Whether no row of the times [from, to), Unix microseconds, is needed any more. */
    boolean isOver(Connection connection, long from, long to) throws SQLException;
  }

  /** The tables of one feature. */
  public record Feature(List<Kept> tables) {}

  public Partitions(DataSource dataSource, PersisterSettings settings, Clock clock) {
    this(dataSource, settings, List.of(), clock);
  }

  public Partitions(DataSource dataSource, PersisterSettings settings, List<Kept> kept, Clock clock) {
    this.ddl = new PartitionDdl(dataSource);
    this.events = new PartitionedTable(ddl, "event", settings.partitionSize());
    this.quarantine = new PartitionedTable(ddl, "quarantine", settings.partitionSize());
    this.kept = List.copyOf(kept);
    this.others = kept.stream().map(each -> new PartitionedTable(ddl, each.table(), each.size())).toList();
    this.settings = settings;
    this.clock = clock;
  }

  /** The event rows. */
  public PartitionedTable events() {
    return events;
  }

  /** The quarantined frames. */
  public PartitionedTable quarantine() {
    return quarantine;
  }

  /** All of them. */
  public List<PartitionedTable> tables() {
    return Stream.concat(Stream.of(events, quarantine), others.stream()).toList();
  }

  /**
   * One of the tables, by its name.
   *
   * @throws java.util.NoSuchElementException if there is none of the name
   */
  public PartitionedTable table(String name) {
    return tables().stream().filter(table -> table.name().equals(name)).findFirst().orElseThrow();
  }

  /** Forgets what is known of the partitions, since they turned out to be others. */
  public void forget() {
    tables().forEach(PartitionedTable::forget);
  }

  /** Before this time events are past retention. */
  public Instant eventHorizon() {
    return clock.instant().minus(settings.eventRetention());
  }

  /** Before this time quarantined frames are past retention. */
  public Instant quarantineHorizon() {
    return clock.instant().minus(settings.quarantineRetention());
  }

  /** Makes the partitions of now and of the next two sizes. */
  public void makeAhead() throws SQLException {
    for (PartitionedTable table : tables()) {
      table.refresh();
      table.makeAhead(clock.instant());
    }
  }

  /** Makes what will be needed and drops what has expired; never throws, tries again the next time. */
  public void keep() {
    String found = "";
    try {
      makeAhead();
    } catch (SQLException | RuntimeException e) {
      found = "partitions cannot be made ahead: " + e.getMessage();
      LOG.warn("event=partition_make_failed error={}", e.toString());
    }
    try {
      ddl.alone(connection -> {
        Past always = (c, from, to) -> true;
        dropBefore(connection, events, eventHorizon(), always);
        dropBefore(connection, quarantine, quarantineHorizon(), always);
        for (int i = 0; i < others.size(); i++) {
          Kept each = kept.get(i);
          dropBefore(connection, others.get(i), clock.instant().minus(each.retention()), each.past());
        }
      });
    } catch (SQLException | RuntimeException e) {
      dropFailures.incrementAndGet();
      found = found.isEmpty() ? "expired partitions cannot be dropped: " + e.getMessage() : found;
      LOG.warn("event=partition_drop_failed error={}", e.toString());
    }
    trouble = found;
  }

  private void dropBefore(Connection connection, PartitionedTable table, Instant horizon, Past past)
      throws SQLException {
    table.refresh();
    for (Range range : List.copyOf(table.ranges().all())) {
      if (range.to() <= Times.micros(horizon) && past.isOver(connection, range.from(), range.to())) {
        ddl.drop(connection, table.name(), range);
        LOG.info("event=partition_dropped table={} partition={}", table.name(), range.name());
      }
    }
    int orphans = ddl.dropOrphans(connection, table.name());
    if (orphans > 0) {
      LOG.info("event=partition_orphans_dropped table={} count={}", table.name(), orphans);
    }
    table.refresh();
  }

  /** How long rows of a table will find a partition from now on. */
  public Duration ahead(PartitionedTable table) {
    return table.ahead(clock.instant());
  }

  /** How many partitions a table has, as last read. */
  public int count(PartitionedTable table) {
    return table.ranges().all().size();
  }

  /** How often dropping failed since the start. */
  public long dropFailures() {
    return dropFailures.get();
  }

  /** Whether rows will soon find no partition, or expired ones stay. */
  public boolean isAlarming() {
    return !trouble.isEmpty() || tables().stream().anyMatch(this::runsOut);
  }

  /** Whether a table has less than one partition ahead. */
  public boolean runsOut(PartitionedTable table) {
    return table.runsOut(clock.instant());
  }

  /** What went wrong the last time; empty if nothing did. */
  public String trouble() {
    return trouble;
  }
}
