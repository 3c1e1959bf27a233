package org.jamtart.wire;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A kind of event.
 *
 * @param id the discriminator, 0 to 255
 * @param name in PascalCase, as in JSON
 * @param group the one group that it is in
 * @param failure whether it tells of something that failed, was refused or was thrown away
 */
public record EventType(int id, String name, EventGroup group, boolean failure) {

  /** The type with a discriminator; null if it is not known. */
  public static @Nullable EventType of(int discriminator) {
    return discriminator >= 0 && discriminator <= 0xff ? Catalogue.BY_ID[discriminator] : null;
  }

  /** The type of an event. */
  public static EventType of(Event event) {
    return EventLayout.of(event).type();
  }

  /** The type with a name, case-sensitive; null if there is none. */
  public static @Nullable EventType named(String name) {
    return Catalogue.BY_NAME.get(name);
  }

  /** All types that are known, in the order of their numbers. */
  public static List<EventType> all() {
    return Catalogue.ALL;
  }

  private static final class Catalogue {
    static final List<EventType> ALL = EventLayout.all().stream().map(EventLayout::type).distinct().toList();
    static final Map<String, EventType> BY_NAME = ALL.stream()
        .collect(Collectors.toUnmodifiableMap(EventType::name, Function.identity()));
    static final @Nullable EventType[] BY_ID = new @Nullable EventType[256];

    static {
      for (EventType type : ALL) {
        BY_ID[type.id()] = type;
      }
    }
  }
}
