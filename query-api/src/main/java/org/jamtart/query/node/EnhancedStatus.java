package org.jamtart.query.node;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import org.jamtart.query.node.NodeCountSql.OfCore;
import org.jamtart.query.node.NodeStatus.ChainStatus;
import org.jamtart.query.node.NodeStatus.LatestStatus;
import org.jamtart.query.node.NodeStatus.TypeCount;
import org.jspecify.annotations.Nullable;

/**
 * A node's status with the node's own fields at the top, and what it did in the last 24 hours.
 *
 * @param assignedCore of which it received most work-packages; absent when it received none
 * @param coresActive  of which it received work-packages, the most frequent first
 * @param start        the first moment of what it did: a whole hour
 * @param end          the moment up to which the log is stored
 */
@Schema(name = "EnhancedStatus")
record EnhancedStatus(@JsonUnwrapped NodeView node, ChainStatus chainStatus,
    @Nullable LatestStatus latestStatus, List<TypeCount> eventBreakdown, @Nullable Integer assignedCore,
    List<Integer> coresActive, GuaranteeActivity guaranteeActivity, TicketActivity ticketActivity,
    Instant start, Instant end) {

  static final int GENERATING_TICKETS = 80;
  static final int TICKETS_GENERATED = 82;
  static final int RECEIVED = 94;
  static final int GUARANTEE_BUILT = 105;
  static final List<Integer> TYPES = List.of(GENERATING_TICKETS, TICKETS_GENERATED, RECEIVED,
      GUARANTEE_BUILT);

  /**
   * @param guaranteesBuilt  guarantees that it built
   * @param guaranteesSigned the same: a guarantee is signed by who builds it
   * @param primaryCore      for which it built most; absent when none is known
   * @param lastGuaranteeAt  begin of the half minute, or of the hour where that is all that is kept; absent when there was none
   */
  @Schema(name = "GuaranteeActivity")
  record GuaranteeActivity(long guaranteesBuilt, long guaranteesSigned, @Nullable Integer primaryCore,
      @Nullable Instant lastGuaranteeAt) {}

  /**
   * @param ticketsGenerated how often it began to generate tickets
   * @param ticketsSealed    how often it had generated them
   * @param lastTicketAt     as with guarantees
   */
  @Schema(name = "TicketActivity")
  record TicketActivity(long ticketsGenerated, long ticketsSealed, @Nullable Instant lastTicketAt) {}

  static EnhancedStatus of(NodeStatus status, List<OfCore> counts, Function<OfCore, Instant> last,
      Instant start, Instant end) {
    List<Integer> received = cores(counts, RECEIVED);
    List<Integer> guaranteed = cores(counts, GUARANTEE_BUILT);
    long built = sum(counts, GUARANTEE_BUILT);
    return new EnhancedStatus(status.node(), status.chainStatus(), status.latestStatus(),
        status.eventBreakdown(), received.isEmpty() ? null : received.getFirst(), received,
        new GuaranteeActivity(built, built, guaranteed.isEmpty() ? null : guaranteed.getFirst(),
            newest(counts, GUARANTEE_BUILT, last)),
        new TicketActivity(sum(counts, GENERATING_TICKETS), sum(counts, TICKETS_GENERATED),
            newest(counts, TICKETS_GENERATED, last)),
        start, end);
  }

  private static List<Integer> cores(List<OfCore> counts, int type) {
    return counts.stream()
        .filter(count -> count.type() == type && count.core() >= 0)
        .sorted(Comparator.comparingLong(OfCore::events).reversed().thenComparing(OfCore::core))
        .map(OfCore::core)
        .toList();
  }

  private static long sum(List<OfCore> counts, int type) {
    return counts.stream().filter(count -> count.type() == type).mapToLong(OfCore::events).sum();
  }

  private static @Nullable Instant newest(List<OfCore> counts, int type, Function<OfCore, Instant> last) {
    return counts.stream()
        .filter(count -> count.type() == type)
        .max(Comparator.comparing(OfCore::bucket))
        .map(last)
        .orElse(null);
  }
}
