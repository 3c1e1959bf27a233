package org.jamtart.query.event;

import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jamtart.query.paging.Fingerprint;
import org.jamtart.query.request.NodeIds;
import org.jamtart.query.request.Query;
import org.jamtart.query.request.TimeRange;
import org.jamtart.wire.Bytes32;
import org.jspecify.annotations.Nullable;

/**
 * Which events are asked for: those that every part allows.
 *
 * @param nodes ids of nodes; null for all
 * @param types numbers of types; null for all
 * @param range of the rows' times
 */
record EventFilter(@Nullable SortedSet<Bytes32> nodes, @Nullable SortedSet<Integer> types, TimeRange range) {

  private static final int MOST_NODES = 100;
  private static final int MOST_TYPES = 300;

  /** The filter of a request that may name nodes. */
  static EventFilter of(Query query) {
    List<String> ids = query.list(MOST_NODES, "node", "node_id");
    String name = String.valueOf(query.given("node", "node_id"));
    return of(query, ids.isEmpty()
        ? null
        : new TreeSet<>(ids.stream().map(id -> NodeIds.parse(name, id)).toList()));
  }

  /** The filter of a request whose path names the node. */
  static EventFilter of(Query query, Bytes32 node) {
    return of(query, new TreeSet<>(List.of(node)));
  }

  private static EventFilter of(Query query, @Nullable SortedSet<Bytes32> nodes) {
    @Nullable
    SortedSet<Integer> types = both(
        TypeNames.parse(String.valueOf(query.given("type", "event_types")),
            query.list(MOST_TYPES, "type", "event_types")),
        TypeNames.parseGroups("group", query.list(MOST_TYPES, "group")));
    return new EventFilter(nodes, types, TimeRange.of(query));
  }

  private static @Nullable SortedSet<Integer> both(@Nullable SortedSet<Integer> one,
      @Nullable SortedSet<Integer> other) {
    if (one == null || other == null) {
      return one == null ? other : one;
    }
    var both = new TreeSet<>(one);
    both.retainAll(other);
    return both;
  }

  Fingerprint fingerprint() {
    return Fingerprint.of("events", String.valueOf(nodes), String.valueOf(types), range.key());
  }
}
