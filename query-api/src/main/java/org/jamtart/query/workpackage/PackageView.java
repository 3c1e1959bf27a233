package org.jamtart.query.workpackage;

import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How far a package has come. Each time is that of the first report by any guarantor.
 *
 * @param stage      the furthest: 0 received, 1 authorized, 2 refined, 3 report built, 4 guarantee built, 5 distributed
 * @param receivedBy nodes that reported its reception
 * @param missing    stages before the furthest that nobody reported: dropped by the node, or told by one that sends no telemetry
 * @param failedAt   when a guarantor first said that it failed; others may have gone on
 */
@Schema(name = "PackageProgress")
public record PackageView(@Schema(pattern = "[0-9a-f]{64}") String wpHash, Instant firstSeen,
    Instant lastUpdated, @Nullable Integer stage, @Nullable Integer core, int receivedBy, int guaranteedBy,
    List<String> serviceIds, @Nullable Instant receivedAt, @Nullable Instant authorizedAt,
    @Nullable Instant refinedAt, @Nullable Instant reportBuiltAt, @Nullable Instant guaranteeBuiltAt,
    @Nullable Instant distributedAt, @Nullable Instant failedAt, @Nullable String failureReason,
    List<String> missing) {

  static PackageView of(PackageRow row) {
    return new PackageView(row.hash().toHex(), row.firstSeen(), row.lastUpdated(), row.stage(), core(row),
        row.receivedBy(), row.guaranteedBy(), services(row), row.received(), row.authorized(), row.refined(),
        row.reportBuilt(), row.guaranteeBuilt(), row.distributed(), row.failed(), row.failure(),
        missing(row));
  }

  static @Nullable Integer core(PackageRow row) {
    return row.core() < 0 ? null : row.core();
  }

  /** Each service once, in the order of the work items. */
  static List<String> services(PackageRow row) {
    return row.services().stream().distinct().map(id -> "0x%08x".formatted(id)).toList();
  }

  static List<String> missing(PackageRow row) {
    List<String> names = List.of("received", "authorized", "refined", "report_built", "guarantee_built");
    @Nullable
    Instant[] times = {row.received(), row.authorized(), row.refined(), row.reportBuilt(),
        row.guaranteeBuilt()};
    List<String> missing = new ArrayList<>();
    for (int i = 0; row.stage() != null && i < row.stage(); i++) {
      if (times[i] == null) {
        missing.add(names.get(i));
      }
    }
    return missing;
  }
}
