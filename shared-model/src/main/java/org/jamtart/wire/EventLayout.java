package org.jamtart.wire;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One layout of one kind of event, and what has been derived from it: all that the operations need, found by
 * protocol version and discriminator.
 *
 * @param versions the protocol versions that have it
 * @param rest the steps that validate what follows timestamp and discriminator
 * @param services where its list of services is; null if it has none
 */
record EventLayout(EventType type, List<Integer> versions, Layout.Struct struct, Check rest,
    FactOffsets facts, @Nullable ServiceList services) {
  private static final List<EventLayout> ALL = read();
  private static final Map<Class<?>, EventLayout> BY_RECORD = ALL.stream()
      .collect(Collectors.toUnmodifiableMap(layout -> layout.struct.type(), Function.identity()));
  private static final @Nullable EventLayout[][] BY_VERSION = byVersion();
  private static final boolean[] OPENING = opening();

  /** The layout of a discriminator (0 to 255) in a protocol version (0 or 1); null if there is none. */
  static @Nullable EventLayout of(int version, int discriminator) {
    return BY_VERSION[version][discriminator];
  }

  /** The layout of an event. */
  static EventLayout of(Event event) {
    EventLayout layout = BY_RECORD.get(event.getClass());
    if (layout == null) {
      throw new IllegalStateException(event.getClass() + " is an event without a layout");
    }
    return layout;
  }

  /** Every layout, in the order of the discriminators; one of them has two. */
  static List<EventLayout> all() {
    return ALL;
  }

  /** Whether some layout's reference may name an event of this discriminator. */
  static boolean isOpening(int discriminator) {
    return OPENING[discriminator];
  }

  private static boolean[] opening() {
    var opening = new boolean[256];
    ALL.forEach(layout -> layout.facts.kinds().forEach(kind -> opening[kind] = true));
    return opening;
  }

  private static List<EventLayout> read() {
    List<EventLayout> layouts = new ArrayList<>();
    for (Class<?> group : Event.class.getPermittedSubclasses()) {
      for (Class<?> event : group.getPermittedSubclasses()) {
        layouts.add(read(event));
      }
    }
    layouts.sort(Comparator.comparingInt(layout -> layout.type.id()));
    return List.copyOf(layouts);
  }

  private static EventLayout read(Class<?> event) {
    Discriminator discriminator = event.getAnnotation(Discriminator.class);
    if (discriminator == null) {
      throw new IllegalStateException(event + " needs @Discriminator");
    }
    int id = discriminator.value();
    String name = discriminator.name().isEmpty() ? event.getSimpleName() : discriminator.name();
    EventType type = new EventType(id, name, EventGroup.ofRange(id),
        event.isAnnotationPresent(Failure.class));
    Layout.Struct struct = Layouts.of(event);
    List<Integer> versions = new ArrayList<>();
    for (int version : discriminator.versions()) {
      versions.add(version);
    }
    List<Layout.Field> rest = struct.fields().subList(1, struct.fields().size());
    Check check = Check.of(new Layout.Struct(event, rest, struct.constructor(), struct.extent(), false));
    return new EventLayout(type, List.copyOf(versions), struct, check, FactOffsets.of(struct),
        ServiceList.of(struct));
  }

  private static @Nullable EventLayout[][] byVersion() {
    var table = new @Nullable EventLayout[Protocol.LATEST_VERSION + 1][256];
    for (EventLayout layout : ALL) {
      for (int version : layout.versions) {
        if (table[version][layout.type.id()] != null) {
          throw new IllegalStateException(
              "event " + layout.type.id() + " has two layouts in version " + version);
        }
        table[version][layout.type.id()] = layout;
      }
    }
    return table;
  }
}
