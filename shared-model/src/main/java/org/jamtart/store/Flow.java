package org.jamtart.store;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Something that a node begins, and ends or fails to: two of its events, by whose times it is known how long that took. The
 * later one says which the earlier one was.
 */
public enum Flow {
  SHARD_REQUEST(1, Family.SHARDS, 120, 125, 122), //
  SHARD_RESPONSE(2, Family.SHARDS, 121, 124, 122), //
  BUNDLE_SHARD_REQUEST(3, Family.BUNDLES, 140, 145, 142), //
  BUNDLE_SHARD_RESPONSE(4, Family.BUNDLES, 141, 145, 142), //
  BUNDLE_REQUEST(5, Family.BUNDLES, 148, 153, 150), //
  BUNDLE_RESPONSE(6, Family.BUNDLES, 149, 153, 150), //
  BUNDLE_RECONSTRUCTION(7, Family.BUNDLES, 146, 147, Flow.NEVER), //
  /** From the first request for a shard of an audit's bundle until the bundle is there. */
  BUNDLE_RECOVERY(8, Family.BUNDLES, 140, 147, Flow.NEVER), //
  SEGMENT_SHARD_REQUEST(9, Family.SEGMENTS, 162, 167, 164), //
  SEGMENT_SHARD_RESPONSE(10, Family.SEGMENTS, 163, 167, 164), //
  SEGMENT_REQUEST(11, Family.SEGMENTS, 173, 178, 175), //
  SEGMENT_RESPONSE(12, Family.SEGMENTS, 174, 178, 175), //
  SEGMENT_RECONSTRUCTION(13, Family.SEGMENTS, 168, 170, 169), //
  PREIMAGE_REQUEST(14, Family.PREIMAGES, 193, 198, 195), //
  PREIMAGE_RESPONSE(15, Family.PREIMAGES, 194, 198, 195);

  private static final int NEVER = -1;
  private static final int TYPES = 256;
  private static final Flow[][] BY_END = new Flow[TYPES][];

  static {
    for (int type = 0; type < TYPES; type++) {
      int end = type;
      BY_END[type] = Arrays.stream(values())
          .filter(flow -> flow.end == end || flow.failure == end)
          .toArray(Flow[]::new);
    }
  }

  /** Flows that are asked for together. */
  public enum Family {
    SHARDS(Buckets.SHARD), BUNDLES(Buckets.SPREAD), SEGMENTS(Buckets.SPREAD), PREIMAGES(Buckets.SPREAD);

    private final Buckets buckets;

    Family(Buckets buckets) {
      this.buckets = buckets;
    }

    /** The buckets of its durations. */
    public Buckets buckets() {
      return buckets;
    }

    /** Its flows. */
    public List<Flow> flows() {
      return Arrays.stream(Flow.values()).filter(flow -> flow.family == this).toList();
    }
  }

  private final short id;
  private final Family family;
  private final int start;
  private final int end;
  private final int failure;

  Flow(int id, Family family, int start, int end, int failure) {
    this.id = (short) id;
    this.family = family;
    this.start = start;
    this.end = end;
    this.failure = failure;
  }

  /** Its number in the column {@code flow}. */
  public short id() {
    return id;
  }

  /** The flow with a number; null for none. */
  public static @Nullable Flow of(int id) {
    return id >= 1 && id <= values().length ? values()[id - 1] : null;
  }

  /** What it belongs to. */
  public Family family() {
    return family;
  }

  /** The buckets of its durations. */
  public Buckets buckets() {
    return family.buckets;
  }

  /** Whether an event of a type begins it. */
  public boolean startsWith(int type) {
    return type == start;
  }

  /** Whether an event of a type says that it failed. */
  public boolean failsWith(int type) {
    return type == failure;
  }

  /** The flows that an event of a type can end, by success or failure; shared, not to be changed. */
  public static Flow[] endedBy(int type) {
    return BY_END[type];
  }
}
