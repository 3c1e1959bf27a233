package org.jamtart.wire;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The groups by which operators choose events. Every event is in exactly one; {@code failures} goes across
 * them.
 */
public enum EventGroup {
  /** What the stream says about itself. */
  SYSTEM(0, 0),
  /** The node's state. */
  STATUS(10, 13),
  /** Connections with other nodes. */
  CONNECTIONS(20, 28),
  /** Authoring, importing and executing blocks. */
  BLOCKS(40, 47),
  /** Announcing and requesting blocks. */
  BLOCK_DISTRIBUTION(60, 68),
  /** Safrole tickets. */
  TICKETS(80, 84),
  /** Work-packages, from submission to the guarantee's distribution. */
  WP_PIPELINE(90, 109),
  /** Guarantees received from others. */
  GUARANTEE_RECEIVING(110, 113),
  /** Shards of bundles and segments, on their way to the assurers. */
  SHARDS(120, 125),
  /** Assurances of availability. */
  ASSURANCES(126, 131),
  /** Bundles, recovered for auditing. */
  BUNDLES(140, 153),
  /** Imported segments, recovered for refinement. */
  SEGMENTS(160, 178),
  /** Preimages. */
  PREIMAGES(190, 199),
  /** Events that this version does not know. */
  UNKNOWN(-1, -1);

  /** The key of the group of everything that failed, which is across the others. */
  public static final String FAILURES = "failures";

  private final int first;
  private final int last;
  private final String key = name().toLowerCase(Locale.ROOT);

  EventGroup(int first, int last) {
    this.first = first;
    this.last = last;
  }

  /** The group's name in requests and answers, in lower snake case. */
  public String key() {
    return key;
  }

  /** The group of an event; {@link #UNKNOWN} for a discriminator that is not known. */
  public static EventGroup of(int discriminator) {
    EventType type = EventType.of(discriminator);
    return type == null ? UNKNOWN : type.group();
  }

  /** The group in whose range the number is. */
  static EventGroup ofRange(int discriminator) {
    for (EventGroup group : values()) {
      if (group.first <= discriminator && discriminator <= group.last) {
        return group;
      }
    }
    throw new IllegalStateException("event " + discriminator + " is in no group");
  }

  /** The group with a key; null if there is none. {@code failures} is not a group in this sense. */
  public static @Nullable EventGroup ofKey(String key) {
    for (EventGroup group : values()) {
      if (group.key.equals(key)) {
        return group;
      }
    }
    return null;
  }

  /**
   * The events of the group with a key, {@code failures} included, in the order of their numbers; null if
   * there is no such group.
   */
  public static @Nullable List<EventType> typesOf(String key) {
    return Types.BY_KEY.get(key);
  }

  /** Made when first asked for, since the types need the groups. */
  private static final class Types {
    static final Map<String, List<EventType>> BY_KEY = byKey();

    private static Map<String, List<EventType>> byKey() {
      Map<String, List<EventType>> types = new TreeMap<>();
      for (EventGroup group : values()) {
        types.put(group.key, EventType.all().stream().filter(type -> type.group() == group).toList());
      }
      types.put(FAILURES, new ArrayList<>(EventType.all()).stream().filter(EventType::failure).toList());
      return Map.copyOf(types);
    }
  }
}
