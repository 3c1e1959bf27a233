package org.jamtart.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class OpeningPacksTest {

  private static final long SECOND = 1_000_000;

  private static byte[] hash(int of) {
    byte[] hash = new byte[32];
    Arrays.fill(hash, (byte) of);
    return hash;
  }

  private static OpeningEntry bare(long used, long id) {
    return new OpeningEntry(used, id, (short) 0, 2, 3, (short) 40, null, null, null, null, null, -1, -1, null,
        new int[0]);
  }

  private static OpeningEntry full(long id, @Nullable Long completed) {
    return new OpeningEntry(1, id, (short) 2, -2, 3, (short) 255, hash(1), hash(2), -3L, completed, -4L,
        0xffff_ffffL, 340, hash(3), new int[]{-1, 7});
  }

  @Test
  void entries_come_back_as_they_were_whatever_they_have() {
    List<OpeningEntry> entries = List.of(bare(1, 0), full(1, null), full(2, -1L), bare(1, 63));
    var packs = new OpeningPacks();
    entries.forEach(entry -> packs.add(9, entry));
    assertThat(packs.size()).isEqualTo(1);
    byte[] column = ((byte[][]) packs.parameters(0, 1).get(3))[0];
    assertThat(OpeningPacks.entries(column)).usingRecursiveFieldByFieldElementComparator()
        .containsExactlyElementsOf(entries);
  }

  @Test
  void sessions_blocks_of_ids_and_periods_of_use_are_rows_of_their_own_under_the_last_use() {
    var packs = new OpeningPacks();
    packs.add(1, bare(SECOND, -1));
    packs.add(1, bare(5 * SECOND, 0));
    packs.add(1, bare(4 * SECOND, 63));
    packs.add(1, bare(16 * SECOND, 63));
    packs.add(2, bare(SECOND, 63));
    List<Object> rows = packs.parameters(0, packs.size());
    assertThat((long[]) rows.get(0)).containsExactly(SECOND, 5 * SECOND, 16 * SECOND, SECOND);
    assertThat((long[]) rows.get(1)).containsExactly(1, 1, 1, 2);
    assertThat((long[]) rows.get(2)).containsExactly(-1, 0, 0, 0);
    assertThat(OpeningPacks.entries(((byte[][]) rows.get(3))[1])).extracting(OpeningEntry::id)
        .containsExactly(0L, 63L);
  }

  @Test
  void there_may_be_more_rows_and_longer_ones_than_there_is_room_for_at_first() {
    var packs = new OpeningPacks();
    for (int session = 0; session < 600; session++) {
      for (int id = 0; id < 64; id++) {
        packs.add(session, full(id, null));
      }
    }
    assertThat(packs.size()).isEqualTo(600);
    byte[][] columns = (byte[][]) packs.parameters(0, 600).get(3);
    for (byte[] column : columns) {
      assertThat(OpeningPacks.entries(column)).hasSize(64);
    }
  }
}
