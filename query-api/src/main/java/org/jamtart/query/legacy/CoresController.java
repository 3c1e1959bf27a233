package org.jamtart.query.legacy;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jamtart.query.horizon.Horizon;
import org.jamtart.query.legacy.LegacyCoreSql.Load;
import org.jamtart.query.request.Query;
import org.jamtart.query.request.TimeRange;
import org.jamtart.query.schema.ReadsTables;
import org.jamtart.wire.JamTime;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.transaction.support.TransactionOperations;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** {@code GET /api/cores/status}. */
@Tag(name = "Older")
@ReadsTables
@RestController("legacyCores")
final class CoresController {

  private static final Duration LATELY = Duration.ofMinutes(5);
  private static final long SLOT_SECONDS = 6;

  private final LegacyCoreSql cores;
  private final Horizon horizon;
  private final TransactionOperations snapshot;

  CoresController(LegacyCoreSql cores, Horizon horizon, TransactionOperations snapshot) {
    this.cores = cores;
    this.horizon = horizon;
    this.snapshot = snapshot;
  }

  @Operation(operationId = "legacyCores", deprecated = true, summary = "All cores at a glance", description = "By the packages that were first seen in the "
      + "range. A core is `active` when something was reported of them in its last 5 minutes, `stale` when that is longer ago, `idle` when "
      + "there are none. `utilization_pct` is the part of the slots (`window_blocks`) in which a package was first seen (`active_blocks`). "
      + "What only the chain knows (da_load, popularity, imports, extrinsics) is 0. Successor: /api/grafana/cores. Answers the question: which "
      + "cores carry load? Fed by WorkPackageReceived(94), Refined(101), GuaranteeBuilt(105), and the node information of every connection.")
  @Lasting
  @GetMapping("/api/cores/status")
  ResponseEntity<CoresStatus> status(Query query) {
    return ResponseEntity.ok().header("Cache-Control", "no-cache").body(snapshot.execute(status -> {
      Instant now = horizon.moment();
      TimeRange range = Lasting.Back.of(query, "1h", now);
      Map<Integer, Load> loads = cores.loads(range);
      long slots = Math.max(1, Duration.between(range.from(), now).toSeconds() / SLOT_SECONDS);
      int count = Math.max(cores.cores(), loads.keySet().stream().mapToInt(core -> core + 1).max().orElse(0));
      List<Core> all = IntStream.range(0, count)
          .mapToObj(core -> Core.of(core, loads.get(core), slots, now))
          .toList();
      return new CoresStatus(all, Summary.of(all),
          new Telemetry(loads.values().stream().mapToLong(Load::guarantees).sum(),
              loads.values().stream().mapToLong(Load::packages).sum(),
              loads.values().stream().map(Load::last).max(Comparator.naturalOrder()).orElse(null)));
    }));
  }

  @Schema(name = "LegacyCores")
  record CoresStatus(List<Core> cores, Summary summary, Telemetry telemetry) {}

  /**
   * @param activeWorkPackages   packages that are neither distributed nor failed
   * @param workPackagesLastHour packages of the range, whatever the name says
   * @param guaranteesLastHour   reports of guarantees for them, one per guarantor
   * @param gasUsed              by the first refinement of each
   * @param lastActiveSlot       of the last report; 0 for none
   */
  @Schema(name = "LegacyCore")
  record Core(int coreIndex, String status, long activeWorkPackages, long workPackagesLastHour,
      long guaranteesLastHour, BigInteger gasUsed, long daLoad, double popularityAvg, long imports,
      long extrinsicCount, long extrinsicSize, long activeBlocks, long windowBlocks, double utilizationPct,
      long lastActiveSlot, long slotsSinceActive) {

    static Core of(int core, @Nullable Load load, long slots, Instant now) {
      if (load == null) {
        return new Core(core, "idle", 0, 0, 0, BigInteger.ZERO, 0, 0, 0, 0, 0, 0, slots, 0, 0, 0);
      }
      long slot = slot(load.last());
      return new Core(core, load.last().isBefore(now.minus(LATELY)) ? "stale" : "active", load.open(),
          load.packages(), load.guarantees(), load.gas(), 0, 0, 0, 0, 0, Math.min(slots, load.slots()), slots,
          Math.min(100, 100.0 * load.slots() / slots), slot, Math.max(0, slot(now) - slot));
    }

    private static long slot(Instant time) {
      return Math.max(0, Duration.between(JamTime.EPOCH, time).toSeconds() / SLOT_SECONDS);
    }
  }

  @Schema(name = "LegacyCoreSummary")
  record Summary(int totalCores, long activeCores, long idleCores, long staleCores) {

    static Summary of(List<Core> cores) {
      return new Summary(cores.size(), with(cores, "active"), with(cores, "idle"), with(cores, "stale"));
    }

    private static long with(List<Core> cores, String status) {
      return cores.stream().filter(core -> core.status.equals(status)).count();
    }
  }

  @Schema(name = "LegacyCoreTelemetry")
  record Telemetry(long guaranteesLastHour, long workPackagesLastHour, @Nullable Instant lastActivity) {}
}
