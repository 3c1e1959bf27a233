package org.jamtart.store;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntFunction;
import java.util.function.IntPredicate;
import java.util.function.IntToLongFunction;
import java.util.stream.IntStream;
import org.jamtart.store.SumTable.Column;
import org.jamtart.store.SumTable.Column.Kind;
import org.jamtart.store.SumTable.Column.Rule;

/**
 * Rows of a {@link SumTable}, gathered column by column and written by one statement whose parameters are arrays: what is written is
 * added to what is there. A row is given value by value, in the order of the table's columns there; what is written may have
 * rows of one key at most once ({@link #added}). Not thread-safe.
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

  /** The number of a row in the column of an index. */
  long number(int column, int row) {
    return numbers[column][row];
  }

  /** The text or the bytes of a row in the column of an index. */
  Object object(int column, int row) {
    return objects[column][row];
  }

  /** The numbers of the rows in the column of a name, which must be one of numbers or of times. */
  public IntToLongFunction column(String name) {
    int column = index(name);
    return row -> number(column, row);
  }

  /** The texts, or the decimal digits, of the rows in the column of a name. */
  public IntFunction<String> text(String name) {
    int column = index(name);
    return row -> (String) object(column, row);
  }

  private int index(String name) {
    for (int i = 0; i < columns.length; i++) {
      if (columns[i].name().equals(name)) {
        return i;
      }
    }
    throw new IllegalArgumentException(table + " has no column " + name);
  }

  /** These rows without those that a condition does not take. */
  public SumColumns only(IntPredicate row) {
    var left = new SumColumns(table);
    for (int i = 0; i < size; i++) {
      if (row.test(i)) {
        for (int column = 0; column < columns.length; column++) {
          left.copy(this, column, i);
        }
      }
    }
    return left;
  }

  private void copy(SumColumns other, int column, int row) {
    if (columns[column].kind().isNumber()) {
      with(other.numbers[column][row]);
    } else {
      withObject(other.objects[column][row]);
    }
  }

  /** These rows in the order of the table's key, those of one key added to one: sums are added, the greatest of the others taken. */
  public SumColumns added() {
    Integer[] order = IntStream.range(0, size).boxed().toArray(Integer[]::new);
    Arrays.sort(order, this::compare);
    var sums = new SumColumns(table);
    for (int from = 0, to; from < size; from = to) {
      to = from + 1;
      while (to < size && compare(order[from], order[to]) == 0) {
        to++;
      }
      for (int column = 0; column < columns.length; column++) {
        if (columns[column].rule() == Rule.KEY) {
          sums.copy(this, column, order[from]);
        } else {
          sums.fold(this, column, order, from, to);
        }
      }
    }
    return sums;
  }

  private void fold(SumColumns other, int column, Integer[] order, int from, int to) {
    if (columns[column].kind() == Kind.NUMERIC) {
      BigInteger sum = BigInteger.ZERO;
      for (int i = from; i < to; i++) {
        String digits = (String) other.objects[column][order[i]];
        sum = digits.equals("0") ? sum : sum.add(new BigInteger(digits));
      }
      with(sum);
      return;
    }
    boolean isSum = columns[column].rule() == Rule.SUM;
    long folded = other.numbers[column][order[from]];
    for (int i = from + 1; i < to; i++) {
      long value = other.numbers[column][order[i]];
      folded = isSum ? folded + value : Math.max(folded, value);
    }
    with(folded);
  }

  private int compare(Integer a, Integer b) {
    for (int i = 0; i < columns.length; i++) {
      if (columns[i].rule() == Rule.KEY) {
        int order = switch (columns[i].kind()) {
          case TEXT, NUMERIC -> ((String) objects[i][a]).compareTo((String) objects[i][b]);
          case BYTEA -> Arrays.compareUnsigned((byte[]) objects[i][a], (byte[]) objects[i][b]);
          default -> Long.compare(numbers[i][a], numbers[i][b]);
        };
        if (order != 0) {
          return order;
        }
      }
    }
    return 0;
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
