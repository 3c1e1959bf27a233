package org.jamtart.query.health;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.swagger.v3.oas.annotations.Hidden;
import org.jamtart.query.schema.SchemaGate;
import org.springframework.dao.DataAccessException;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** What orchestrators and Prometheus ask. */
@Hidden
@RestController
final class ProbeController {

  private static final MediaType PROMETHEUS = MediaType
      .parseMediaType("text/plain;version=0.0.4;charset=utf-8");

  private final SchemaGate schema;
  private final HealthSql sql;
  private final PrometheusMeterRegistry metrics;

  ProbeController(SchemaGate schema, HealthSql sql, PrometheusMeterRegistry metrics) {
    this.schema = schema;
    this.sql = sql;
    this.metrics = metrics;
  }

  /** The process is alive. */
  @GetMapping("/livez")
  ResponseEntity<String> live() {
    return ResponseEntity.ok().contentType(MediaType.TEXT_PLAIN).body("live\n");
  }

  /** It can answer: the database answers and has the tables. */
  @GetMapping("/readyz")
  ResponseEntity<String> ready() {
    if (!schema.isOpen()) {
      return notReady(schema.waitsFor());
    }
    try {
      sql.ping();
      return ResponseEntity.ok().contentType(MediaType.TEXT_PLAIN).body("ready\n");
    } catch (DataAccessException e) {
      return notReady("the database does not answer");
    }
  }

  @GetMapping("/metrics")
  ResponseEntity<String> metrics() {
    return ResponseEntity.ok().contentType(PROMETHEUS).body(metrics.scrape());
  }

  private static ResponseEntity<String> notReady(String why) {
    return ResponseEntity.status(HttpStatus.SERVICE_UNAVAILABLE)
        .contentType(MediaType.TEXT_PLAIN)
        .body("not ready: " + why + "\n");
  }
}
