package org.jamtart.query.quarantine;

import java.util.List;
import java.util.SortedSet;
import org.jamtart.query.event.TypeNames;
import org.jamtart.query.paging.Fingerprint;
import org.jamtart.query.problem.Problem;
import org.jamtart.query.request.NodeIds;
import org.jamtart.query.request.Query;
import org.jamtart.query.request.TimeRange;
import org.jamtart.wire.Bytes32;
import org.jspecify.annotations.Nullable;

/**
 * Which messages are asked for.
 *
 * @param node   from whom; null for all
 * @param types  numbers of types; null for all
 * @param reason why they were refused; null for all
 * @param range  of the times of receipt
 */
record QuarantineFilter(@Nullable Bytes32 node, @Nullable SortedSet<Integer> types, @Nullable String reason,
    TimeRange range) {

  private static final int MOST_TYPES = 300;

  static QuarantineFilter of(Query query) {
    @Nullable
    String id = query.text("node", "node_id");
    List<String> types = query.list(MOST_TYPES, "type", "event_types");
    @Nullable
    String reason = query.text("reason");
    if (reason != null && !reason.matches("[a-z_]{1,64}")) {
      throw Problem.parameter("reason", reason, "a reason as the answers write it, such as trailing_bytes")
          .asException();
    }
    return new QuarantineFilter(
        id == null ? null : NodeIds.parse(String.valueOf(query.given("node", "node_id")), id),
        TypeNames.parse(String.valueOf(query.given("type", "event_types")), types), reason,
        TimeRange.of(query));
  }

  Fingerprint fingerprint() {
    return Fingerprint.of("quarantine", String.valueOf(node), String.valueOf(types), String.valueOf(reason),
        range.key());
  }
}
