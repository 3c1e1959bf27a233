package org.jamtart.query.health;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jamtart.log.GatewayState;
import org.jamtart.log.LogSettings;
import org.jamtart.query.horizon.Horizon;
import org.jamtart.query.horizon.LogView;
import org.jamtart.query.horizon.LogWatch;
import org.jamtart.query.horizon.Position;
import org.jamtart.query.horizon.Standing;
import org.jamtart.query.schema.SchemaGate;
import org.jamtart.query.stream.StreamAlarm;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;

/** Looks at each part of TART. A part that cannot be looked at is not healthy; no check throws. */
public final class HealthChecks {

  private static final Duration SLOW = Duration.ofMillis(200);
  private static final Duration LATE = Duration.ofSeconds(30);
  private static final Duration LOST_SHOWN = Duration.ofHours(1);
  private static final Duration GAP_SHOWN = Duration.ofDays(1);

  private final HealthSql sql;
  private final Horizon horizon;
  private final StreamAlarm streams;
  private final SchemaGate schema;
  private final LogWatch watch;
  private final LogSettings log;
  private final InstantSource clock;

  public HealthChecks(HealthSql sql, Horizon horizon, StreamAlarm streams, SchemaGate schema, LogWatch watch,
      LogSettings log,
      InstantSource clock) {
    this.sql = sql;
    this.horizon = horizon;
    this.streams = streams;
    this.schema = schema;
    this.watch = watch;
    this.log = log;
    this.clock = clock;
  }

  /** Every part, now. */
  List<Component> all() {
    Component database = database();
    if (database.status() == Status.UNHEALTHY) {
      String why = "not known while the database is unhealthy";
      return List.of(database, log(), component("persister", Status.UNHEALTHY, why, Map.of()),
          component("gateways", Status.UNHEALTHY, why, Map.of()),
          component("gaps", Status.UNHEALTHY, why, Map.of()),
          component("streams", Status.UNHEALTHY, why, Map.of()));
    }
    return List.of(database, log(), persister(), gateways(), gaps(), streams());
  }

  private Component database() {
    try {
      long start = System.nanoTime();
      sql.ping();
      Duration took = Duration.ofNanos(System.nanoTime() - start);
      var metrics = Map.<String, Object>of("response_time_ms", took.toMillis(), "size_bytes", sql.size());
      if (!schema.isOpen()) {
        return component("database", Status.UNHEALTHY, schema.waitsFor(), metrics);
      }
      return took.compareTo(SLOW) > 0
          ? component("database", Status.DEGRADED, "answers slowly: " + took.toMillis() + " ms", metrics)
          : component("database", Status.HEALTHY, "answers", metrics);
    } catch (DataAccessException e) {
      return component("database", Status.UNHEALTHY, "does not answer", Map.of());
    }
  }

  private Component log() {
    @Nullable
    String failure = watch.failure();
    @Nullable
    LogView view = watch.view();
    if (failure != null || view == null) {
      return component("log", Status.UNHEALTHY, "Kafka does not answer: " + failure, Map.of());
    }
    long records = view.partitions().stream().mapToLong(p -> p.end() - p.first()).sum();
    return component("log", Status.HEALTHY, "Kafka answers",
        Map.of("topic", log.topic(), "partitions", view.partitions().size(), "records", records));
  }

  private Component persister() {
    Standing standing = horizon.standing();
    @Nullable
    LogView view = standing.view();
    if (view == null) {
      return component("persister", Status.DEGRADED, "its lag is not known: Kafka has not answered yet",
          Map.of());
    }
    List<Position> behind = standing.behind();
    long lag = standing.lag();
    Instant storedUntil = behind.stream()
        .map(Position::storedUntil)
        .min(Instant::compareTo)
        .orElse(view.takenAt());
    Duration late = Duration.between(storedUntil, view.takenAt());
    var metrics = Map.<String, Object>of("lag_records", lag, "partitions_behind", behind.size(),
        "lag_seconds",
        storedUntil.equals(Instant.EPOCH) ? -1 : Math.max(0, late.toSeconds()));
    if (behind.isEmpty()) {
      return component("persister", Status.HEALTHY, "everything that the log has is stored", metrics);
    }
    if (storedUntil.equals(Instant.EPOCH)) {
      return component("persister", Status.DEGRADED,
          "has not begun with " + behind.size() + " partitions of the log",
          metrics);
    }
    if (late.compareTo(log.retention().dividedBy(2)) > 0) {
      return component("persister", Status.UNHEALTHY,
          "is behind by more than half of what the log keeps: events will be lost",
          metrics);
    }
    return late.compareTo(LATE) > 0
        ? component("persister", Status.DEGRADED, "is behind by " + late.toSeconds() + " s", metrics)
        : component("persister", Status.HEALTHY,
            "keeps up: " + behind.size() + " partitions have something new", metrics);
  }

  private Component gateways() {
    Instant moment = horizon.moment();
    List<HealthSql.Gateway> known = sql.gateways(moment);
    List<HealthSql.Gateway> alive = known.stream().filter(HealthSql.Gateway::alive).toList();
    List<String> lost = known.stream()
        .filter(gateway -> !gateway.alive() && !gateway.stopped()
            && gateway.lastHeartbeat().isAfter(moment.minus(LOST_SHOWN)))
        .map(HealthSql.Gateway::name)
        .toList();
    var metrics = Map.<String, Object>of("alive", alive.size(), "lost", lost.size(), "connections",
        alive.stream().mapToLong(HealthSql.Gateway::connections).sum());
    if (!lost.isEmpty()) {
      return component("gateways", Status.DEGRADED, "not heard of any more: " + String.join(", ", lost),
          metrics);
    }
    return alive.isEmpty()
        ? component("gateways", Status.DEGRADED,
            "none has been heard of in the last " + GatewayState.LOST_AFTER_SECONDS + " s", metrics)
        : component("gateways", Status.HEALTHY,
            "heard of: " + alive.stream().map(HealthSql.Gateway::name).collect(Collectors.joining(", ")),
            metrics);
  }

  private Component gaps() {
    HealthSql.Gaps gaps = sql.gaps();
    var metrics = Map.<String, Object>of("gaps", gaps.count(), "records_lost", gaps.records());
    if (gaps.newest() == null) {
      return component("gaps", Status.HEALTHY, "the log has lost nothing before it was stored", metrics);
    }
    String message = gaps.records()
        + " records were dropped by the log before they were stored, last found at "
        + gaps.newest();
    boolean recent = gaps.newest().isAfter(clock.instant().minus(GAP_SHOWN));
    return component("gaps", recent ? Status.DEGRADED : Status.HEALTHY, message, metrics);
  }

  private Component streams() {
    StreamAlarm.Finding found = streams.look();
    var metrics = Map.<String, Object>of("nodes_wrong", found.wrong(), "nodes_with_new_gaps", found.gaps(),
        "frames_missing", found.missing());
    if (found.wrong() > 0) {
      return component("streams", Status.DEGRADED,
          "what was received and what became of it does not add up for " + found.wrong()
              + " nodes: see /api/streams",
          metrics);
    }
    return found.gaps() > 0
        ? component("streams", Status.DEGRADED,
            "frames of " + found.gaps() + " nodes never came, found within a day: see /api/streams", metrics)
        : component("streams", Status.HEALTHY, "everything that was received is accounted for", metrics);
  }

  private Component component(String name, Status status, String message, Map<String, Object> metrics) {
    return new Component(name, status, message, clock.instant(), metrics);
  }
}
