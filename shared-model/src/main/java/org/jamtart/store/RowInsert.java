package org.jamtart.store;

import java.lang.reflect.Array;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.jamtart.store.Unnest.Given;
import org.jspecify.annotations.Nullable;

/**
 * How rows of a table are inserted by one statement whose parameters are arrays, one for each column, however many rows there are: for
 * tables of which every transaction writes some rows. Thread-safe.
 *
 * @param <R> the rows
 */
public final class RowInsert<R> {

  /** What a column is in the table, and in the array that brings its values. */
  enum Kind {
    SMALLINT("smallint", Short.class), INTEGER("integer", Integer.class), BIGINT("bigint", Long.class), TEXT(
        "text", String.class),
    BYTEA("bytea", byte[].class), BOOLEAN("boolean", Boolean.class),
    /** An {@link Instant}; Unix microseconds in the array. */
    TIME("bigint", Long.class),
    /** A {@link java.util.UUID}; its text in the array. */
    UUID("text", String.class),
    /** A {@link java.math.BigDecimal} or {@link java.math.BigInteger}; its digits in the array. */
    NUMERIC("text", String.class);

    private final String given;
    private final Class<?> element;

    Kind(String given, Class<?> element) {
      this.given = given;
      this.element = element;
    }

    private Given given(String name) {
      return switch (this) {
        case TIME -> Given.time(name);
        case UUID -> Given.text(name, "uuid");
        case NUMERIC -> Given.text(name, "numeric");
        default -> Given.plain(name, given);
      };
    }

    private @Nullable Object of(@Nullable Object value) {
      if (value == null) {
        return null;
      }
      return switch (this) {
        case TIME -> {
          Instant time = (Instant) value;
          yield time.getEpochSecond() * 1_000_000 + time.getNano() / 1_000;
        }
        case UUID, NUMERIC -> value.toString();
        default -> value;
      };
    }
  }

  /**
   * A column.
   *
   * @param value  its value in a row
   * @param update what becomes of it when there is a row of the key; null for nothing
   */
  record Column<R>(String name, Kind kind, Function<R, @Nullable Object> value, @Nullable String update) {

    /** The same of rows of which what has the value is a part. */
    <S> Column<S> of(Function<S, R> part) {
      return new Column<>(name, kind, row -> value.apply(part.apply(row)), update);
    }
  }

  private final List<Column<R>> columns;
  private final String sql;

  private RowInsert(String table, List<Column<R>> columns, String conflict) {
    this.columns = columns;
    this.sql = Unnest.insert(table, columns.stream().map(column -> column.kind.given(column.name)).toList(),
        conflict);
  }

  /**
   * @param conflict what becomes of a row whose key is there: {@code on conflict …}, the row that is there as {@code t}
   */
  static <R> RowInsert<R> into(String table, List<Column<R>> columns, String conflict) {
    return new RowInsert<>(table, List.copyOf(columns), conflict);
  }

  /** The same by the rules of the columns. */
  static <R> RowInsert<R> merging(String table, String key, List<Column<R>> columns) {
    return into(table, columns,
        Unnest.updating(key, columns.stream().map(Column::update).filter(Objects::nonNull)));
  }

  /** One of the key, or one that stays as it is. */
  static <R> Column<R> column(String name, Kind kind, Function<R, @Nullable Object> value) {
    return new Column<>(name, kind, value, null);
  }

  /** One that is added to what is there. */
  static <R> Column<R> added(String name, Kind kind, Function<R, @Nullable Object> value) {
    return new Column<>(name, kind, value, Unnest.sum(name));
  }

  /** One of which the greatest stays. */
  static <R> Column<R> greatest(String name, Kind kind, Function<R, @Nullable Object> value) {
    return new Column<>(name, kind, value, Unnest.greatest(name));
  }

  /** One of which the least stays. */
  static <R> Column<R> least(String name, Kind kind, Function<R, @Nullable Object> value) {
    return new Column<>(name, kind, value, Unnest.least(name));
  }

  /** One of which the newest that is not null stays. */
  static <R> Column<R> newest(String name, Kind kind, Function<R, @Nullable Object> value) {
    return new Column<>(name, kind, value, Unnest.newest(name));
  }

  /** The statement. */
  public String sql() {
    return sql;
  }

  /** Its parameters, in their order, for some rows; of one key at most once. */
  public List<Object> parameters(List<R> rows) {
    List<Object> parameters = new ArrayList<>(columns.size());
    for (Column<R> column : columns) {
      Object array = Array.newInstance(column.kind.element, rows.size());
      for (int i = 0; i < rows.size(); i++) {
        Array.set(array, i, column.kind.of(column.value.apply(rows.get(i))));
      }
      parameters.add(array);
    }
    return parameters;
  }
}
