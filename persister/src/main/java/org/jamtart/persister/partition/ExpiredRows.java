package org.jamtart.persister.partition;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import javax.sql.DataSource;
import org.jamtart.persister.PersisterSettings;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Deletes what has expired in the tables that are not partitioned: the hours of the quarantine's groups, sessions with their
 * totals, and gateways. A few thousand rows at a time, so that no lock is held for long. Thread-safe.
 */
public final class ExpiredRows {

  private static final Logger LOG = LoggerFactory.getLogger(ExpiredRows.class);

  /** Rows that are deleted at a time. */
  public static final int ROWS = 5_000;

  /** No gateway keeps a connection that says nothing for so long. */
  private static final Duration SILENT = Duration.ofDays(2);

  private static final String GROUPS = """
      delete from quarantine_group where ctid = any(array(
        select ctid from quarantine_group where hour <= ? limit %d))""".formatted(ROWS);

  /** One statement, so that a session never goes without its totals. */
  private static final String SESSIONS = """
      with expired as materialized (%%s limit %d),
        totals as (delete from session_total where session in (select id from expired))
      delete from session where id in (select id from expired)""".formatted(ROWS);

  private static final String ENDED = SESSIONS.formatted("""
      select id from session where ended_at < ?""");

  /** Sessions that never ended: what they said last is long ago, so their gateway is gone. */
  private static final String LOST = SESSIONS.formatted("""
      select id from session where ended_at is null and last_received < ?""");

  private static final String GATEWAYS = """
      delete from gateway where ctid = any(array(
        select g.ctid from gateway g where g.last_heartbeat < ?
          and not exists (select from session s where s.gateway = g.id and s.ended_at is null) limit %d))"""
      .formatted(ROWS);

  private final PartitionDdl ddl;
  private final List<Feature> features;
  private final Duration groupRetention;
  private final Duration sessionRetention;
  private final Clock clock;
  private final AtomicLong failures = new AtomicLong();
  private volatile String trouble = "";

  /**
   * Rows of one feature that go one by one.
   *
   * @param sql       deletes at most {@link #ROWS} of them; its one parameter is the moment before which they have expired
   * @param retention how long they stay
   */
  public record Feature(String table, String sql, Duration retention) {

    /** Rows whose time is in a column; it should have an index. */
    public static Feature byTime(String table, String time, Duration retention) {
      return new Feature(table,
          "delete from %s where ctid = any(array(select ctid from %s where %s < ? limit %d))"
              .formatted(table, table, time, ROWS),
          retention);
    }
  }

  public ExpiredRows(DataSource dataSource, PersisterSettings settings, Duration logRetention, Clock clock) {
    this(dataSource, settings, List.of(), logRetention, clock);
  }

  /** @param logRetention how long the log can bring a session's frames again */
  public ExpiredRows(DataSource dataSource, PersisterSettings settings, List<Feature> features,
      Duration logRetention, Clock clock) {
    this.ddl = new PartitionDdl(dataSource);
    this.features = List.copyOf(features);
    this.groupRetention = settings.quarantineRetention();
    this.sessionRetention = Collections.max(List.of(settings.sessionRetention(), settings.eventRetention(),
        settings.quarantineRetention(), logRetention));
    this.clock = clock;
  }

  /** Deletes what has expired, unless another persister is at it; never throws, tries again the next time. */
  public void keep() {
    Instant now = clock.instant();
    try {
      ddl.alone(connection -> {
        // An hour goes when all of it has expired.
        delete(connection, "quarantine_group", GROUPS,
            now.minus(groupRetention).minus(Duration.ofHours(1)));
        delete(connection, "session", ENDED, now.minus(sessionRetention));
        delete(connection, "session", LOST, now.minus(longer(sessionRetention, SILENT)));
        delete(connection, "gateway", GATEWAYS, now.minus(sessionRetention));
        for (Feature feature : features) {
          delete(connection, feature.table, feature.sql, now.minus(feature.retention));
        }
      });
      trouble = "";
    } catch (SQLException | RuntimeException e) {
      failures.incrementAndGet();
      trouble = "expired rows cannot be deleted: " + e.getMessage();
      LOG.warn("event=expiry_failed error={}", e.toString());
    }
  }

  private static Duration longer(Duration one, Duration other) {
    return one.compareTo(other) > 0 ? one : other;
  }

  private static void delete(Connection connection, String table, String sql, Instant before)
      throws SQLException {
    long deleted = 0;
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setObject(1, before.atOffset(ZoneOffset.UTC));
      int rows;
      do {
        rows = statement.executeUpdate();
        deleted += rows;
      } while (rows > 0);
    }
    if (deleted > 0) {
      LOG.info("event=rows_expired table={} rows={} before={}", table, deleted, before);
    }
  }

  /** How often it failed since the start. */
  public long failures() {
    return failures.get();
  }

  /** What went wrong the last time; empty if nothing did. */
  public String trouble() {
    return trouble;
  }
}
