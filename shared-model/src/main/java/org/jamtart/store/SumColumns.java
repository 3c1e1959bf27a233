package org.jamtart.store;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jamtart.store.SumTable.Column;
import org.jamtart.store.SumTable.Column.Kind;

/**
 * Rows of a {@link SumTable}, gathered column by column and written by one statement whose parameters are arrays: what is written is
 * added to what is there. A row is given value by value, in the order of the table's columns there; rows of one key at most
 * once. Not thread-safe.
 */
public final class SumColumns {

  private static final int FIRST = 64;

  private final SumTable table;
  private final Column[] columns;
  private final long[][] numbers;
  private final Object[][] objects;
  private int size;
  private int next;

  /** No rows yet. */
  public SumColumns(SumTable table) {
    this.table = table;
    this.columns = table.columns().toArray(Column[]::new);
    this.numbers = new long[columns.length][];
    this.objects = new Object[columns.length][];
    for (int i = 0; i < columns.length; i++) {
      switch (columns[i].kind()) {
        case TEXT, NUMERIC -> objects[i] = new String[FIRST];
        case BYTEA -> objects[i] = new byte[FIRST][];
        default -> numbers[i] = new long[FIRST];
      }
    }
  }

  /** Which table it is. */
  public SumTable table() {
    return table;
  }

  /** How many rows there are. */
  public int size() {
    return size;
  }

  /** The value of the row's next column: a number, or a time as Unix microseconds. */
  public SumColumns with(long value) {
    if (size == numbers[next].length) {
      numbers[next] = Arrays.copyOf(numbers[next], 2 * size);
    }
    numbers[next][size] = value;
    return end();
  }

  /** The value of the row's next column: text without U+0000. */
  public SumColumns with(String value) {
    return withObject(value);
  }

  /** The value of the row's next column: bytes, which are not copied. */
  public SumColumns with(byte[] value) {
    return withObject(value);
  }

  /** The value of the row's next column: a number of any size. */
  public SumColumns with(BigInteger value) {
    return withObject(value.signum() == 0 ? "0" : value.toString());
  }

  private SumColumns withObject(Object value) {
    if (size == objects[next].length) {
      objects[next] = Arrays.copyOf(objects[next], 2 * size);
    }
    objects[next][size] = value;
    return end();
  }

  private SumColumns end() {
    next++;
    if (next == columns.length) {
      next = 0;
      size++;
    }
    return this;
  }

  /** The parameters of {@link SumTable#insert} for the rows [from, to). */
  public List<Object> parameters(int from, int to) {
    if (next != 0) {
      throw new IllegalStateException("a row of " + table + " lacks " + columns[next].name());
    }
    List<Object> parameters = new ArrayList<>(columns.length);
    for (int i = 0; i < columns.length; i++) {
      parameters.add(columns[i].kind().isNumber()
          ? numbers(columns[i].kind(), numbers[i], from, to)
          : Arrays.copyOfRange(objects[i], from, to));
    }
    return parameters;
  }

  private static Object numbers(Kind kind, long[] values, int from, int to) {
    if (kind == Kind.SMALLINT) {
      var narrow = new short[to - from];
      for (int i = from; i < to; i++) {
        narrow[i - from] = (short) values[i];
      }
      return narrow;
    }
    if (kind == Kind.INTEGER) {
      var narrow = new int[to - from];
      for (int i = from; i < to; i++) {
        narrow[i - from] = (int) values[i];
      }
      return narrow;
    }
    return Arrays.copyOfRange(values, from, to);
  }
}
