package org.jamtart.query.workpackage;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.ArraySchema;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jamtart.query.problem.Problem;
import org.jamtart.query.request.Hashes;
import org.jamtart.query.schema.ReadsTables;
import org.jamtart.wire.Bytes32;
import org.springframework.http.CacheControl;
import org.springframework.http.ResponseEntity;
import org.springframework.transaction.support.TransactionOperations;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code POST /api/grafana/wp/batch}, which only reads. */
@Tag(name = "Work packages")
@ReadsTables
@RestController
final class PackageBatchController {

  private static final int MOST = 1_000;

  /** Room for as many hashes with quotes, commas and spaces. */
  private static final int MOST_BYTES = 256 << 10;
  private static final String ALLOWED = "a JSON array of at most " + MOST
      + " hashes, each 64 hex digits, in at most 256 KiB";

  private final PackageSql packages;
  private final JsonMapper json;
  private final TransactionOperations snapshot;

  PackageBatchController(PackageSql packages, JsonMapper json, TransactionOperations snapshot) {
    this.packages = packages;
    this.json = json;
    this.snapshot = snapshot;
  }

  @Operation(operationId = "workPackages", summary = "How far some packages have come", description = "Newest first. Hashes that are not known are left "
      + "out; at most 1,000 at a time. Answers the question: what became of these packages? Fed by WorkPackageFailed(92), "
      + "WorkPackageReceived(94), Authorized(95), Refined(101), WorkReportBuilt(102), GuaranteeBuilt(105), "
      + "GuaranteesDistributed(109).", requestBody = @io.swagger.v3.oas.annotations.parameters.RequestBody(required = true, content = @Content(mediaType = "application/json", array = @ArraySchema(schema = @Schema(type = "string", pattern = "(0x)?[0-9a-fA-F]{64}"), maxItems = MOST))))
  @PostMapping("/api/grafana/wp/batch")
  ResponseEntity<List<PackageView>> batch(HttpServletRequest request) throws IOException {
    Set<Bytes32> hashes = hashes(request.getInputStream().readNBytes(MOST_BYTES + 1));
    List<PackageRow> rows = snapshot.execute(status -> packages.byHash(hashes));
    return ResponseEntity.ok()
        .cacheControl(CacheControl.noCache())
        .body(rows.stream().map(PackageView::of).toList());
  }

  private Set<Bytes32> hashes(byte[] body) {
    JsonNode array;
    try {
      array = json.readTree(body);
    } catch (JacksonException e) {
      throw refused("no JSON");
    }
    if (body.length > MOST_BYTES || !array.isArray() || array.size() > MOST) {
      throw refused(
          body.length > MOST_BYTES ? "longer" : array.isArray() ? array.size() + " hashes" : "no array");
    }
    Set<Bytes32> hashes = new LinkedHashSet<>();
    array.forEach(
        hash -> hashes.add(Hashes.required("body", hash.isString() ? hash.stringValue() : hash.toString())));
    return hashes;
  }

  private static RuntimeException refused(String what) {
    return Problem.parameter("body", what, ALLOWED).asException();
  }
}
