package org.jamtart.store;

import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The statement that inserts rows which arrays bring, one for each column; what is there already is called {@code t}. */
final class Unnest {

  private Unnest() {}

  /**
   * A column and its array.
   *
   * @param type     of the array's elements
   * @param selected what is made of an element
   */
  record Given(String name, String type, String selected) {

    /** One whose elements are its values. */
    static Given plain(String name, String type) {
      return new Given(name, type, name);
    }

    /** One whose elements are Unix microseconds. */
    static Given time(String name) {
      return new Given(name, "bigint", "timestamptz 'epoch' + " + name + " * interval '1 microsecond'");
    }

    /** One whose elements are texts of what it is. */
    static Given text(String name, String of) {
      return new Given(name, "text", "cast(" + name + " as " + of + ")");
    }
  }

  /** @param conflict what becomes of a row whose key is there */
  static String insert(String table, List<Given> columns, String conflict) {
    String names = list(columns, Given::name);
    return "insert into %s as t (%s) select %s from unnest(%s) as given (%s) %s".formatted(table, names,
        list(columns, Given::selected), list(columns, column -> "cast(? as " + column.type + "[])"), names,
        conflict);
  }

  private static String list(List<Given> columns, Function<Given, String> each) {
    return columns.stream().map(each).collect(Collectors.joining(", "));
  }

  /** What becomes of a row whose key is there: it is updated. */
  static String updating(String key, Stream<String> updates) {
    return updates.collect(Collectors.joining(", ", "on conflict (" + key + ") do update set ", ""));
  }

  /** What comes is added. */
  static String sum(String name) {
    return "%1$s = t.%1$s + excluded.%1$s".formatted(name);
  }

  /** The greatest stays. */
  static String greatest(String name) {
    return "%1$s = greatest(t.%1$s, excluded.%1$s)".formatted(name);
  }

  /** The least stays. */
  static String least(String name) {
    return "%1$s = least(t.%1$s, excluded.%1$s)".formatted(name);
  }

  /** The newest that is not null stays. */
  static String newest(String name) {
    return "%1$s = coalesce(excluded.%1$s, t.%1$s)".formatted(name);
  }
}
