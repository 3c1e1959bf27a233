package org.jamtart.store;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.jamtart.store.SumTable.Column;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PackedSumsTest {

  private static final List<String> TEXTS = List.of("", "Timeout(3)", "no route to \uD83D\uDE00 #",
      "a".repeat(300));

  @ParameterizedTest
  @EnumSource
  void what_transactions_have_for_one_row_is_added_as_a_map_would(SumTable table) {
    var random = new Random(table.ordinal());
    Map<String, List<Object>> expected = new TreeMap<>();
    var unpacked = new SumColumns(table);
    for (int transaction = 0; transaction < 5; transaction++) {
      var rows = new SumColumns(table);
      for (int i = random.nextInt(1, 60); i > 0; i--) {
        List<Object> row = table.columns().stream().map(column -> value(random, column)).toList();
        row.forEach(value -> with(rows, value));
        expected.merge(key(table, row), row, (a, b) -> together(table, a, b));
      }
      byte[] packed = PackedSums.pack(List.of(new SumColumns(SumTable.CORE_COUNT), rows));
      PackedSums.unpack(packed, of -> {
        assertThat(of).isEqualTo(table);
        return unpacked;
      });
    }
    assertThat(rows(unpacked.added())).containsExactlyInAnyOrderElementsOf(
        expected.values().stream().map(PackedSumsTest::words).toList());
  }

  @Test
  void rows_come_out_in_the_order_of_their_keys() {
    var rows = new SumColumns(SumTable.SESSION_TOTAL);
    for (long session : new long[]{7, Long.MAX_VALUE, 7, -1, 2}) {
      rows.with(session).with(1).with(0).with(0).with(0).with(BigInteger.TWO.pow(64));
    }
    SumColumns added = rows.added();
    assertThat(added.parameters(0, 4).get(0)).isEqualTo(new long[]{-1, 2, 7, Long.MAX_VALUE});
    assertThat(added.parameters(0, 4).get(1)).isEqualTo(new long[]{1, 1, 2, 1});
    assertThat(added.parameters(2, 3).get(5)).isEqualTo(new String[]{"36893488147419103232"});
  }

  @Test
  void several_tables_of_one_transaction_are_kept_apart() {
    var nodes = new SumColumns(SumTable.NODE_TOTAL).with(1)
        .with(2)
        .with(3)
        .with(4)
        .with(5)
        .with(6)
        .with(BigInteger.ONE);
    var cores = new SumColumns(SumTable.CORE_COUNT).with(1)
        .with(340)
        .with(5_000_000)
        .with(94)
        .with(2)
        .with(9);
    Map<SumTable, SumColumns> found = new EnumMap<>(SumTable.class);
    PackedSums.unpack(PackedSums.pack(List.of(nodes, cores)),
        table -> found.computeIfAbsent(table, SumColumns::new));
    assertThat(rows(requireNonNull(found.get(SumTable.NODE_TOTAL)))).isEqualTo(rows(nodes));
    assertThat(rows(requireNonNull(found.get(SumTable.CORE_COUNT)))).isEqualTo(rows(cores));
    assertThat(found).hasSize(2);
  }

  @Test
  void what_the_version_before_left_is_added_to_what_there_was_not_then() {
    var totals = new SumColumns(SumTable.NODE_TOTAL);
    for (int type = 10; type < 13; type++) {
      totals.with(7).with(type).with(type).with(1).with(2).with(3).with(BigInteger.TWO);
    }
    byte[] ofNodes = PackedSums.pack(List.of(totals));
    ofNodes[0] = 1;
    // The same rows under the other name: a session and a type, as a node and a type.
    byte[] name = "session_total".getBytes(StandardCharsets.UTF_8);
    byte[] rest = Arrays.copyOfRange(ofNodes, 2 + "node_total".length(), ofNodes.length);
    var ofSessions = ByteBuffer.allocate(2 + name.length + rest.length)
        .put((byte) 1)
        .put((byte) (2 * name.length))
        .put(name)
        .put(rest);

    Map<SumTable, SumColumns> found = new EnumMap<>(SumTable.class);
    PackedSums.unpack(ofNodes, table -> found.computeIfAbsent(table, SumColumns::new));
    PackedSums.unpack(ofSessions.array(), table -> found.computeIfAbsent(table, SumColumns::new));

    assertThat(rows(requireNonNull(found.get(SumTable.NODE_TOTAL)))).isEqualTo(rows(totals));
    for (SumTable table : List.of(SumTable.NODE_SUM, SumTable.SESSION_TOTAL)) {
      SumColumns sum = requireNonNull(found.get(table)).added();
      assertThat(sum.size()).as(table.table()).isEqualTo(1);
      assertThat(sum.parameters(0, 1)).as(table.table())
          .usingRecursiveComparison()
          .isEqualTo(new SumColumns(table).with(7)
              .with(33)
              .with(3)
              .with(6)
              .with(9)
              .with(BigInteger.valueOf(6))
              .parameters(0, 1));
    }
    assertThat(found).hasSize(3);
  }

  @Test
  void what_another_version_wrote_is_refused() {
    assertThatThrownBy(() -> PackedSums.unpack(new byte[]{3}, SumColumns::new))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("form 3, and not 2");
  }

  /** Few keys, so that many rows are of one, and sums near the ends of what a long holds. */
  private static Object value(Random random, Column column) {
    boolean key = column.rule() == Column.Rule.KEY;
    return switch (column.kind()) {
      case SMALLINT -> (long) random.nextInt(-2, 2);
      case INTEGER -> (long) random.nextInt(key ? 3 : 1_000);
      case BIGINT, TIME -> key ? random.nextInt(3) * 30_000_000L : random.nextLong() / 1_000;
      case TEXT -> TEXTS.get(random.nextInt(TEXTS.size()));
      case BYTEA -> new byte[]{(byte) random.nextInt(3), -1};
      case NUMERIC -> new BigInteger(random.nextInt(3) * 40, random);
    };
  }

  private static void with(SumColumns rows, Object value) {
    switch (value) {
      case Long number -> rows.with(number);
      case String text -> rows.with(text);
      case byte[] bytes -> rows.with(bytes);
      case BigInteger number -> rows.with(number);
      default -> throw new AssertionError(value);
    }
  }

  private static String key(SumTable table, List<Object> row) {
    List<Object> key = new ArrayList<>();
    for (int i = 0; i < row.size(); i++) {
      if (table.columns().get(i).rule() == Column.Rule.KEY) {
        key.add(row.get(i));
      }
    }
    return words(key);
  }

  private static List<Object> together(SumTable table, List<Object> a, List<Object> b) {
    List<Object> both = new ArrayList<>();
    for (int i = 0; i < a.size(); i++) {
      both.add(switch (table.columns().get(i).rule()) {
        case KEY -> a.get(i);
        case SUM -> a.get(i) instanceof BigInteger number
            ? number.add((BigInteger) b.get(i))
            : (Object) ((Long) a.get(i) + (Long) b.get(i));
        case GREATEST -> Math.max((Long) a.get(i), (Long) b.get(i));
      });
    }
    return both;
  }

  private static List<String> rows(SumColumns rows) {
    List<String> words = new ArrayList<>();
    for (int row = 0; row < rows.size(); row++) {
      List<Object> values = new ArrayList<>();
      for (int column = 0; column < rows.table().columns().size(); column++) {
        values.add(rows.table().columns().get(column).kind().isNumber()
            ? (Object) rows.number(column, row)
            : rows.object(column, row));
      }
      words.add(words(values));
    }
    return words;
  }

  private static String words(List<Object> values) {
    return Arrays.toString(values.stream()
        .map(value -> value instanceof byte[] bytes ? HexFormat.of().formatHex(bytes) : value.toString())
        .toArray());
  }
}
