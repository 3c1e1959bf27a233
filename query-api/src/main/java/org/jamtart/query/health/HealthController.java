package org.jamtart.query.health;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jamtart.query.ProductVersion;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** {@code GET /api/health} and {@code GET /api/health/detailed}. */
@Tag(name = "System")
@RestController
final class HealthController {

  private final HealthChecks checks;
  private final InstantSource clock;
  private final Instant startedAt;

  HealthController(HealthChecks checks, InstantSource clock) {
    this.checks = checks;
    this.clock = clock;
    this.startedAt = clock.instant();
  }

  @Operation(operationId = "health", summary = "Whether this process answers", description = "Looks at nothing else. Answers the "
      + "question: is somebody there? Fed by no event.")
  @GetMapping("/api/health")
  ResponseEntity<Health> health() {
    return ResponseEntity.ok()
        .header(HttpHeaders.CACHE_CONTROL, "no-store")
        .body(new Health("ok", "tart-backend", ProductVersion.get()));
  }

  @Operation(operationId = "healthDetailed", summary = "How every part of TART is", description = "Looks at the database, the log, the "
      + "persister's lag, the heartbeats of the gateways, gaps in what was stored, and whether everything that was received is accounted for. Answers the question: does TART work, and if "
      + "not, which part? Fed by no event.")
  @ApiResponse(responseCode = "200", description = "Healthy or degraded")
  @ApiResponse(responseCode = "503", description = "Unhealthy; the same body")
  @GetMapping("/api/health/detailed")
  ResponseEntity<DetailedHealth> detailed() {
    List<Component> parts = checks.all();
    Map<String, Component> components = new LinkedHashMap<>();
    parts.forEach(part -> components.put(part.name(), part));
    Status worst = parts.stream().map(Component::status).reduce(Status.HEALTHY, Status::worse);
    Instant now = clock.instant();
    var body = new DetailedHealth(worst, now, ProductVersion.get(),
        Math.max(0, Duration.between(startedAt, now).toSeconds()), components,
        new Summary(parts.size(), count(parts, Status.HEALTHY), count(parts, Status.DEGRADED),
            count(parts, Status.UNHEALTHY)),
        parts.getFirst().metrics().get("size_bytes") instanceof Long size ? size : null);
    return ResponseEntity.status(worst == Status.UNHEALTHY ? HttpStatus.SERVICE_UNAVAILABLE : HttpStatus.OK)
        .header(HttpHeaders.CACHE_CONTROL, "no-store")
        .body(body);
  }

  private static int count(List<Component> parts, Status status) {
    return (int) parts.stream().filter(part -> part.status() == status).count();
  }

  /** The answer of {@code /api/health}. */
  @Schema(name = "Health")
  record Health(String status, String service, String version) {}

  /**
   * @param uptimeSeconds     whole seconds since this process started
   * @param components        every part by its name
   * @param databaseSizeBytes bytes of the database on disk; absent when it does not answer
   */
  @Schema(name = "DetailedHealth")
  record DetailedHealth(Status status, Instant timestamp, String version, long uptimeSeconds,
      Map<String, Component> components, Summary summary, @Nullable Long databaseSizeBytes) {}

  /** How many parts are how. */
  @Schema(name = "HealthSummary")
  record Summary(int totalComponents, int healthyComponents, int degradedComponents,
      int unhealthyComponents) {}
}
