package org.jamtart.query.event;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jamtart.query.problem.Problem;
import org.jamtart.wire.EventGroup;
import org.jamtart.wire.EventType;
import org.jspecify.annotations.Nullable;

/** What requests call types of events: numbers, names, groups. */
public final class TypeNames {

  private static final int HIGHEST = 255;
  private static final String GROUPS = Stream
      .concat(Arrays.stream(EventGroup.values()).map(EventGroup::key), Stream.of(EventGroup.FAILURES))
      .collect(Collectors.joining(", "));

  private TypeNames() {}

  /** The numbers that a list of numbers, names and groups means; null for an empty list, which means all. */
  public static @Nullable SortedSet<Integer> parse(String parameter, List<String> items) {
    return items.isEmpty()
        ? null
        : items.stream()
            .flatMap(item -> one(parameter, item).stream())
            .collect(Collectors.toCollection(TreeSet::new));
  }

  /** The numbers that a list of groups means; null for an empty list, which means all. */
  public static @Nullable SortedSet<Integer> parseGroups(String parameter, List<String> items) {
    return items.isEmpty() ? null : items.stream().flatMap(item -> {
      @Nullable
      Collection<Integer> types = group(item);
      if (types == null) {
        throw Problem.parameter(parameter, item, "a group: " + GROUPS).asException();
      }
      return types.stream();
    }).collect(Collectors.toCollection(TreeSet::new));
  }

  /** {@code Name(ID)} as operators write an event; {@code Unknown(ID)} where the type is not known. */
  public static String display(int type) {
    return name(type) + "(" + type + ")";
  }

  /** The name of a type; {@code Unknown} where it is not known. */
  public static String name(int type) {
    @Nullable
    EventType known = EventType.of(type);
    return known == null ? "Unknown" : known.name();
  }

  private static Collection<Integer> one(String parameter, String item) {
    if (item.matches("\\d{1,3}") && Integer.parseInt(item) <= HIGHEST) {
      return List.of(Integer.parseInt(item));
    }
    @Nullable
    EventType named = EventType.named(item);
    if (named != null) {
      return List.of(named.id());
    }
    @Nullable
    Collection<Integer> group = group(item);
    if (group != null) {
      return group;
    }
    throw Problem.parameter(parameter, item,
        "a type by number (0 to 255) or by name, such as BestBlockChanged, or a group: " + GROUPS)
        .asException();
  }

  private static @Nullable Collection<Integer> group(String key) {
    if (key.equals(EventGroup.UNKNOWN.key())) {
      return IntStream.rangeClosed(0, HIGHEST).filter(type -> EventType.of(type) == null).boxed().toList();
    }
    @Nullable
    List<EventType> types = EventGroup.typesOf(key);
    return types == null ? null : types.stream().map(EventType::id).toList();
  }
}
