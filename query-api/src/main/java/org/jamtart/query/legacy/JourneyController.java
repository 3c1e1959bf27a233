package org.jamtart.query.legacy;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Instant;
import java.util.List;
import org.jamtart.query.horizon.Horizon;
import org.jamtart.query.legacy.LegacyPackageSql.Package;
import org.jamtart.query.legacy.LegacyPackageSql.Part;
import org.jamtart.query.problem.Problem;
import org.jamtart.query.request.Hashes;
import org.jamtart.query.request.Query;
import org.jamtart.query.schema.ReadsTables;
import org.jamtart.wire.Bytes32;
import org.springframework.http.ResponseEntity;
import org.springframework.transaction.support.TransactionOperations;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** {@code GET /api/workpackages/{hash}/journey/enhanced} and {@code /audit-progress}. */
@Tag(name = "Older")
@ReadsTables
@RestController("legacyJourney")
final class JourneyController {

  private static final String FED = "WorkPackageFailed(92), WorkPackageReceived(94), Authorized(95), Refined(101), WorkReportBuilt(102), "
      + "GuaranteeBuilt(105), GuaranteesDistributed(109).";

  private final LegacyPackageSql packages;
  private final Horizon horizon;
  private final TransactionOperations snapshot;

  JourneyController(LegacyPackageSql packages, Horizon horizon, TransactionOperations snapshot) {
    this.packages = packages;
    this.horizon = horizon;
    this.snapshot = snapshot;
  }

  @Operation(operationId = "legacyJourney", deprecated = true, summary = "The stages of one work-package", description = "What each guarantor "
      + "reported first, in the order of the times. A package that nobody told of is 404. Successor: /api/grafana/wp/{wp_hash}. Answers "
      + "the question: what became of this package? Fed by " + FED)
  @GetMapping("/api/workpackages/{hash}/journey/enhanced")
  ResponseEntity<Journey> journey(@PathVariable("hash") String text, Query query) {
    Bytes32 hash = Hashes.required("hash", text);
    return ResponseEntity.ok()
        .header("Cache-Control", "no-cache")
        .body(snapshot.execute(status -> Journey.of(known(hash), packages.parts(hash))));
  }

  @Operation(operationId = "legacyAuditProgress", deprecated = true, summary = "How far the guarantee of one work-package has come", description = "Events "
      + "of audits do not say of which package they are, so no auditor is known: see /api/audits. A package that nobody told of is 404. "
      + "Successor: /api/grafana/wp/{wp_hash}. Answers the question: has this package been guaranteed, and by how many? Fed by "
      + FED)
  @GetMapping("/api/workpackages/{hash}/audit-progress")
  ResponseEntity<AuditProgress> audit(@PathVariable("hash") String text, Query query) {
    Bytes32 hash = Hashes.required("hash", text);
    return ResponseEntity.ok()
        .header("Cache-Control", "no-cache")
        .body(snapshot
            .execute(status -> AuditProgress.of(known(hash), packages.parts(hash), horizon.moment())));
  }

  private Package known(Bytes32 hash) {
    return packages.one(hash)
        .orElseThrow(() -> Problem.notFound("no work package " + hash.toHex() + " is known").asException());
  }

  /** @param status pending, building, signing, sharing, completed or failed */
  @Schema(name = "LegacyAuditProgress")
  record AuditProgress(String hash, String status, int tranche, Progress auditProgress, boolean panicMode,
      boolean isAccumulated, boolean isFailed, List<Object> events, Instant timestamp) {

    static AuditProgress of(Package it, List<Part> parts, Instant now) {
      long built = parts.stream().filter(part -> part.stages().guaranteeBuilt() != null).count();
      long shared = parts.stream().filter(part -> part.stages().distributed() != null).count();
      boolean failed = it.stages().current().equals("failed");
      String status = failed
          ? "failed"
          : shared > 0
              ? "completed"
              : built > 0 ? "sharing" : it.stages().reportBuilt() != null ? "signing" : "building";
      return new AuditProgress(it.hash().toHex(), status, 0, new Progress(built, built, shared, 0, List.of()),
          false, false, failed, List.of(), now);
    }
  }

  @Schema(name = "LegacyGuaranteeProgress")
  record Progress(long guaranteesBuilt, long guaranteesSigned, long guaranteesShared, long auditorsCompleted,
      List<String> auditorNodeIds) {}
}
