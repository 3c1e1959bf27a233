package org.jamtart.wire;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What an event says by which it is counted apart, beside slot and core.
 *
 * @param words   the reason as the node gave it, one of a closed list as {@code Name(number)}; the kind; {@code proxy} or
 *                {@code direct}, before a reason with a colon; empty for none
 * @param subject the epoch of a ticket, the service of a preimage, 0 to 2<sup>32</sup>-1; -1 for none
 */
public record Remarks(String words, long subject) {

  private static final Remarks NONE = new Remarks("", -1);
  private static final Map<Class<?>, Fields> FIELDS = new HashMap<>();
  private static final boolean[] REMARKABLE = new boolean[256];

  static {
    for (EventLayout layout : EventLayout.all()) {
      Fields fields = Fields.of(layout.struct());
      if (fields.subject != null || !fields.words.isEmpty()) {
        FIELDS.put(layout.struct().type(), fields);
        REMARKABLE[layout.type().id()] = true;
      }
    }
  }

  private record Fields(List<Layout.Field> words, Layout.@Nullable Field subject) {

    static Fields of(Layout.Struct event) {
      return new Fields(event.fields().stream().filter(Remarks::isWord).toList(),
          event.fields()
              .stream()
              .filter(field -> field.name().equals("epoch") || field.name().equals("service_id"))
              .findFirst()
              .orElse(null));
    }
  }

  /** Whether events of a type can have any; false for types that are not known. */
  public static boolean has(int discriminator) {
    return discriminator >= 0 && discriminator < REMARKABLE.length && REMARKABLE[discriminator];
  }

  /** Those of an event. */
  public static Remarks of(Event event) {
    Fields fields = FIELDS.get(event.getClass());
    return fields == null
        ? NONE
        : new Remarks(words(fields.words, event),
            fields.subject == null ? -1 : ((Number) get(fields.subject, event)).longValue());
  }

  private static String words(List<Layout.Field> fields, Event event) {
    String words = "";
    for (int i = 0; i < fields.size(); i++) {
      String word = word(fields.get(i), get(fields.get(i), event));
      words = i == 0 ? word : words + ": " + word;
    }
    return words;
  }

  private static String word(Layout.Field field, Object value) {
    return switch (field.layout()) {
      case Layout.Choice choice -> {
        int ordinal = choice.constants().indexOf(value);
        yield choice.names().get(ordinal) + "(" + ordinal + ")";
      }
      case Layout.Bool bool when bool.names().isEmpty() -> (Boolean) value ? "proxy" : "direct";
      case Layout.Bool bool -> bool.names().get((Boolean) value ? 1 : 0);
      default -> (String) value;
    };
  }

  private static Object get(Layout.Field field, Event event) {
    try {
      return field.get().invoke(event);
    } catch (Throwable e) {
      throw new IllegalStateException(field.name() + " of " + event.getClass(), e);
    }
  }

  private static boolean isWord(Layout.Field field) {
    return switch (field.layout()) {
      case Layout.Utf8Text ignored -> true;
      case Layout.Choice choice -> !(choice.constants().getFirst() instanceof ConnectionSide);
      case Layout.Bool bool -> !bool.names().isEmpty() || field.json().equals("from_proxy");
      default -> false;
    };
  }
}
