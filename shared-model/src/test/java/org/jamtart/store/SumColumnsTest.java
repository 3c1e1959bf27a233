package org.jamtart.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.util.List;
import org.junit.jupiter.api.Test;

class SumColumnsTest {

  @Test
  void rows_are_arrays_of_their_columns_types() {
    var rows = new SumColumns(SumTable.NODE_TOTAL);
    for (int i = 0; i < 100; i++) {
      rows.with(i).with(-1).with(i).with(2).with(3).with(4).with(BigInteger.TWO.pow(70));
    }
    assertThat(rows.size()).isEqualTo(100);
    List<Object> some = rows.parameters(98, 100);
    assertThat(some.get(0)).isEqualTo(new int[]{98, 99});
    assertThat(some.get(1)).isEqualTo(new short[]{-1, -1});
    assertThat(some.get(2)).isEqualTo(new long[]{98, 99});
    assertThat(some.get(6)).isEqualTo(new String[]{"1180591620717411303424", "1180591620717411303424"});
  }

  @Test
  void a_row_that_is_not_whole_is_not_written() {
    var rows = new SumColumns(SumTable.CORE_COUNT).with(2);
    assertThatThrownBy(() -> rows.parameters(0, 0)).hasMessageContaining("lacks core");
  }
}
