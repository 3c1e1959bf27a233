package org.jamtart.persister.health;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.List;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** The management port: for orchestrators, Prometheus and people. */
@RestController
public class HealthEndpoints {

  private static final String EXPOSITION = "text/plain;version=0.0.4;charset=utf-8";

  private final PersisterHealth health;
  private final PrometheusMeterRegistry registry;

  HealthEndpoints(PersisterHealth health, PrometheusMeterRegistry registry) {
    this.health = health;
    this.registry = registry;
  }

  /** Whether the process should go on; 503 means that only a restart helps. */
  @GetMapping(path = "/livez", produces = MediaType.TEXT_PLAIN_VALUE)
  ResponseEntity<String> live() {
    return answer(health.isLive());
  }

  /** Whether what comes into the log goes into the tables; 503 also while the database is away. */
  @GetMapping(path = "/readyz", produces = MediaType.TEXT_PLAIN_VALUE)
  ResponseEntity<String> ready() {
    return answer(health.isReady());
  }

  private ResponseEntity<String> answer(boolean well) {
    List<String> worries = health.worries();
    String text = (well ? worries.isEmpty() ? "ok" : "degraded" : "down") + "\n" + String.join("\n", worries)
        + (worries.isEmpty() ? "" : "\n");
    return ResponseEntity.status(well ? 200 : 503).body(text);
  }

  /** Metrics in Prometheus's text format. */
  @GetMapping(path = "/metrics", produces = EXPOSITION)
  String metrics() {
    return registry.scrape("text/plain; version=0.0.4; charset=utf-8");
  }
}
