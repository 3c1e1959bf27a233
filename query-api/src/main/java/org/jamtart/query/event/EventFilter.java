package org.jamtart.query.event;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jamtart.query.paging.Fingerprint;
import org.jamtart.query.problem.Problem;
import org.jamtart.query.request.CoreNumbers;
import org.jamtart.query.request.Hashes;
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
 * @param cores that the events name; null for all
 * @param slot  that the events are about; null for all
 * @param hash  by which people search; null for all
 * @param range of the rows' times
 */
public record EventFilter(@Nullable SortedSet<Bytes32> nodes, @Nullable SortedSet<Integer> types,
    @Nullable SortedSet<Integer> cores, @Nullable Long slot, @Nullable Bytes32 hash, TimeRange range) {

  private static final int MOST_NODES = 100;
  private static final int MOST_TYPES = 300;
  private static final int MOST_CORES = 400;
  private static final long SLOTS = 1L << 32;

  /** Events of some types of some nodes; null for all. */
  public static EventFilter of(@Nullable Collection<Bytes32> nodes, @Nullable Collection<Integer> types,
      TimeRange range) {
    return new EventFilter(nodes == null ? null : new TreeSet<>(nodes),
        types == null ? null : new TreeSet<>(types), null, null, null, range);
  }

  /** The filter of a request that may name nodes. */
  public static EventFilter of(Query query) {
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
    String hash = String.valueOf(query.given("hash", "wp_hash"));
    return new EventFilter(nodes, types,
        cores(String.valueOf(query.given("core", "core_index")),
            query.list(MOST_CORES, "core", "core_index")),
        slot(query.text("slot")), Hashes.parse(hash, query.text("hash", "wp_hash")), TimeRange.of(query));
  }

  private static @Nullable SortedSet<Integer> cores(String name, List<String> cores) {
    return cores.isEmpty()
        ? null
        : new TreeSet<>(cores.stream().map(core -> CoreNumbers.parse(name, core)).toList());
  }

  private static @Nullable Long slot(@Nullable String slot) {
    if (slot == null) {
      return null;
    }
    if (!slot.matches("\\d{1,10}") || Long.parseLong(slot) >= SLOTS) {
      throw Problem.parameter("slot", slot, "a slot from 0 to 4294967295").asException();
    }
    return Long.valueOf(slot);
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

  /** The same from a time on, where it has no start. */
  public EventFilter since(Instant otherwise) {
    return range.start() != null
        ? this
        : new EventFilter(nodes, types, cores, slot, hash, new TimeRange(otherwise, range.end()));
  }

  /** For the cursors of its lists. */
  public Fingerprint fingerprint() {
    String beyond = cores == null && slot == null && hash == null
        ? ""
        : "/" + cores + "/" + slot + "/" + hash;
    return Fingerprint.of("events", String.valueOf(nodes), String.valueOf(types), range.key() + beyond);
  }
}
