package org.jamtart.store;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jamtart.store.SumTable.Column.Kind;

/**
 * Rows of tables that add up, of one transaction, as one value: the column {@code sums} of {@code pending_sums}. Numbers are differences
 * to the row before, which are small since rows come in the order of their keys; texts and bytes are numbers in a list of
 * those that differ. A row of a count is 5 to 8 bytes.
 */
public final class PackedSums {

  /** Changes when the form does: what another version wrote is refused rather than misread. */
  private static final byte FORMAT = 2;

  /**
   * The form before it, which a persister that was killed may have left: totals of sessions had a type, as those of nodes have, and what a
   * node sent in all was not there.
   */
  private static final byte WITH_TYPES = 1;
  private static final int TYPE = 1;

  private PackedSums() {}

  /** Packs the rows of some tables. */
  public static byte[] pack(Collection<SumColumns> tables) {
    var out = new Out();
    out.bytes.write(FORMAT);
    for (SumColumns rows : tables) {
      if (rows.size() > 0) {
        out.bytes(rows.table().table().getBytes(StandardCharsets.UTF_8));
        out.number(rows.size());
        for (int column = 0; column < rows.table().columns().size(); column++) {
          if (rows.table().columns().get(column).kind().isNumber()) {
            out.numbers(rows, column);
          } else {
            out.objects(rows, column);
          }
        }
      }
    }
    return out.bytes.toByteArray();
  }

  /**
   * Adds packed rows to others, behind them.
   *
   * @param into the rows of a table to which its rows are added
   * @throws IllegalArgumentException when they were not packed by {@link #pack}, of this version or the one before
   */
  public static void unpack(byte[] packed, Function<SumTable, SumColumns> into) {
    var in = new In(ByteBuffer.wrap(packed));
    byte format = in.left.get();
    if (format != FORMAT && format != WITH_TYPES) {
      throw new IllegalArgumentException("sums of form " + format + ", and not " + FORMAT
          + ": another version of TART wrote them; let that one add them up before it goes");
    }
    while (in.left.hasRemaining()) {
      SumTable table = table(new String(in.bytes(), StandardCharsets.UTF_8));
      int rows = (int) in.number();
      boolean hasTypes = format == WITH_TYPES && table == SumTable.SESSION_TOTAL;
      List<Object> columns = new ArrayList<>();
      (hasTypes ? SumTable.NODE_TOTAL : table).columns()
          .forEach(column -> columns.add(column.kind().isNumber()
              ? in.numbers(rows)
              : in.objects(rows, column.kind() == Kind.BYTEA)));
      if (hasTypes) {
        columns.remove(TYPE);
      }
      append(into.apply(table), rows, columns);
      if (format == WITH_TYPES && table == SumTable.NODE_TOTAL) {
        columns.remove(TYPE);
        append(into.apply(SumTable.NODE_SUM), rows, columns);
      }
    }
  }

  private static void append(SumColumns into, int rows, List<Object> columns) {
    for (int row = 0; row < rows; row++) {
      for (Object column : columns) {
        switch (column) {
          case long[] numbers -> into.with(numbers[row]);
          case String[] texts -> into.with(texts[row]);
          case byte[][] bytes -> into.with(bytes[row]);
          default -> throw new IllegalStateException(column.toString());
        }
      }
    }
  }

  private static SumTable table(String name) {
    for (SumTable table : SumTable.values()) {
      if (table.table().equals(name)) {
        return table;
      }
    }
    throw new IllegalArgumentException("sums of a table " + name + ", which none adds up");
  }

  private static final class Out {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(4_096);

    /** Small numbers of either sign in few bytes. */
    void number(long value) {
      long left = value << 1 ^ value >> 63;
      while ((left & ~0x7FL) != 0) {
        bytes.write((int) left & 0x7F | 0x80);
        left >>>= 7;
      }
      bytes.write((int) left);
    }

    void bytes(byte[] value) {
      number(value.length);
      bytes.writeBytes(value);
    }

    void numbers(SumColumns rows, int column) {
      long last = 0;
      for (int row = 0; row < rows.size(); row++) {
        long value = rows.number(column, row);
        number(value - last);
        last = value;
      }
    }

    void objects(SumColumns rows, int column) {
      Map<ByteBuffer, Integer> known = new HashMap<>();
      int[] indexes = new int[rows.size()];
      var values = new Out();
      for (int row = 0; row < rows.size(); row++) {
        byte[] value = rows.object(column, row) instanceof String text
            ? text.getBytes(StandardCharsets.UTF_8)
            : (byte[]) rows.object(column, row);
        Integer index = known.get(ByteBuffer.wrap(value));
        if (index == null) {
          index = known.size();
          known.put(ByteBuffer.wrap(value), index);
          values.bytes(value);
        }
        indexes[row] = index;
      }
      number(known.size());
      bytes.writeBytes(values.bytes.toByteArray());
      for (int index : known.size() == 1 ? new int[0] : indexes) {
        number(index);
      }
    }
  }

  private record In(ByteBuffer left) {

    long number() {
      long value = 0;
      int shift = 0;
      byte next;
      do {
        next = left.get();
        value |= (long) (next & 0x7F) << shift;
        shift += 7;
      } while (next < 0);
      return value >>> 1 ^ -(value & 1);
    }

    byte[] bytes() {
      byte[] value = new byte[(int) number()];
      left.get(value);
      return value;
    }

    long[] numbers(int rows) {
      long[] values = new long[rows];
      long last = 0;
      for (int row = 0; row < rows; row++) {
        last += number();
        values[row] = last;
      }
      return values;
    }

    Object objects(int rows, boolean isBytes) {
      int distinct = (int) number();
      Object[] known = isBytes ? new byte[distinct][] : new String[distinct];
      for (int i = 0; i < distinct; i++) {
        byte[] value = bytes();
        known[i] = isBytes ? value : new String(value, StandardCharsets.UTF_8);
      }
      Object[] values = isBytes ? new byte[rows][] : new String[rows];
      for (int row = 0; row < rows; row++) {
        values[row] = known[distinct == 1 ? 0 : (int) number()];
      }
      return values;
    }
  }
}
