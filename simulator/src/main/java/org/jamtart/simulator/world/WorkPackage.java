package org.jamtart.simulator.world;

import java.util.List;
import org.jamtart.wire.Bytes32;

/**
 * A work package and what becomes of it.
 *
 * @param ordinal its number in the story, from 0
 * @param submitted story time at which the builder opens the stream to the primary guarantor
 * @param core the core it is for
 * @param guarantors three nodes, the primary first; in very small networks some are silent peers
 * @param builder peer id of the builder
 * @param hash the package's hash
 * @param reportHash hash of the work-report that it gives
 * @param erasureRoot erasure root of its bundle and segments
 * @param segmentsRoot root of the segments that it exports
 * @param bundleSize bytes of the auditable bundle
 * @param fate how it goes
 */
public record WorkPackage(long ordinal, long submitted, int core, List<Integer> guarantors, Bytes32 builder,
    Bytes32 hash, Bytes32 reportHash, Bytes32 erasureRoot, Bytes32 segmentsRoot, long bundleSize, Fate fate) {

  public int primary() {
    return guarantors.get(0);
  }

  /** 0 for the primary, 1 and 2 for the secondaries, -1 for everybody else. */
  public int role(int node) {
    return guarantors.indexOf(node);
  }

  /** Whether a guarantee comes of it, so that the others hear of it at all. */
  public boolean isGuaranteed() {
    return fate != Fate.NOT_AUTHORIZED;
  }

  /** How many of the guarantors sign in time for the first guarantee. */
  public int signatures() {
    return switch (fate) {
      case SHARING_FAILED, SECONDARY_FAILED, LATE_SIGNATURE -> 2;
      default -> 3;
    };
  }
}
