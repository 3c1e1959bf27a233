package org.jamtart.query.legacy;

import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jamtart.query.legacy.LegacyPackageSql.Package;
import org.jamtart.query.legacy.LegacyPackageSql.Part;
import org.jamtart.query.legacy.LegacyPackageSql.Stages;
import org.jspecify.annotations.Nullable;

/** What became of one package, step by step. */
@Schema(name = "LegacyJourney")
record Journey(String hash, String workPackageHash, @Nullable Integer coreIndex, int stageCount,
    String currentStage, @Nullable String currentStatus, boolean failed, boolean superseded,
    @Nullable String failureReason, @Nullable Instant startedAt, @Nullable Instant completedAt,
    boolean hasErrors, List<Step> stages, List<Guarantor> guarantorInfo, Timing timing,
    List<Failure> errors) {

  private static final int FAILED = 92;
  private static final String ELSEWHERE = "work package was refined by another guarantor";

  /** @param durationMs since the step before it; absent for the first */
  @Schema(name = "LegacyStep")
  record Step(String stage, String status, int eventType, String nodeId, Instant timestamp,
      @Nullable Double durationMs, Map<String, Object> data) {}

  @Schema(name = "LegacySignature")
  record Guarantor(int guarantorIndex, String nodeId, Instant signedAt, boolean isLocal) {}

  /** @param stageDurations from stage to stage, by the later one */
  @Schema(name = "LegacyTiming")
  record Timing(@Nullable Double totalDurationMs, @Nullable Double submissionToGuaranteeMs,
      Map<String, Double> stageDurations) {}

  @Schema(name = "LegacyStepFailure")
  record Failure(String stage, @Nullable String message, Instant timestamp, String nodeId) {}

  private record Said(String stage, int type, @Nullable Instant at) {}

  static Journey of(Package it, List<Part> parts) {
    List<Step> steps = steps(parts);
    String current = it.stages().current();
    boolean failed = current.equals("failed");
    boolean superseded = failed && ELSEWHERE.equals(it.failure());
    List<Failure> failures = new ArrayList<>();
    List<Guarantor> guarantors = new ArrayList<>();
    for (Part part : parts) {
      if (part.stages().failed() != null) {
        failures.add(new Failure("failed", part.failure(), part.stages().failed(), part.node().toHex()));
      }
      if (part.stages().guaranteeBuilt() != null) {
        guarantors.add(new Guarantor(guarantors.size(), part.node().toHex(), part.stages().guaranteeBuilt(),
            false));
      }
    }
    @Nullable
    Instant end = it.stages().distributed();
    return new Journey(it.hash().toHex(), it.hash().toHex(), it.core() < 0 ? null : it.core(), steps.size(),
        superseded ? "superseded" : current, superseded ? "superseded" : failed ? "failed" : "completed",
        failed && !superseded, superseded, it.failure(), it.firstSeen(), end, !failures.isEmpty(), steps,
        guarantors, new Timing(end == null ? null : (Double) millis(it.firstSeen(), end),
            it.stages().guaranteeBuilt() == null
                ? null
                : (Double) millis(it.firstSeen(), it.stages().guaranteeBuilt()),
            durations(it.stages())),
        failures);
  }

  private static List<Step> steps(List<Part> parts) {
    List<Step> steps = new ArrayList<>();
    for (Part part : parts) {
      for (Said said : said(part.stages(), part.opened())) {
        if (said.at != null) {
          steps.add(new Step(said.stage, said.type == FAILED ? "failed" : "completed", said.type,
              part.node().toHex(), said.at, null,
              said.type == FAILED && part.failure() != null ? Map.of("reason", part.failure()) : Map.of()));
        }
      }
    }
    steps.sort(
        Comparator.comparing(Step::timestamp).thenComparing(Step::eventType).thenComparing(Step::nodeId));
    for (int i = steps.size() - 1; i > 0; i--) {
      Step step = steps.get(i);
      steps.set(i, new Step(step.stage, step.status, step.eventType, step.nodeId, step.timestamp,
          millis(steps.get(i - 1).timestamp, step.timestamp), step.data));
    }
    return steps;
  }

  private static List<Said> said(Stages it, @Nullable Instant opened) {
    return List.of(new Said("submitted", 90, opened), new Said("received", 94, it.received()),
        new Said("authorized", 95, it.authorized()), new Said("refined", 101, it.refined()),
        new Said("report_built", 102, it.reportBuilt()),
        new Said("guarantee_built", 105, it.guaranteeBuilt()),
        new Said("guaranteed", 109, it.distributed()), new Said("failed", FAILED, it.failed()));
  }

  private static Map<String, Double> durations(Stages stages) {
    Map<String, Double> durations = new LinkedHashMap<>();
    @Nullable
    Instant before = null;
    for (Said said : said(stages, null)) {
      if (said.at != null && said.type != FAILED) {
        if (before != null) {
          durations.put(said.stage, Math.max(0, millis(before, said.at)));
        }
        before = said.at;
      }
    }
    return durations;
  }

  private static double millis(Instant from, Instant to) {
    return Duration.between(from, to).toNanos() / 1e6;
  }
}
