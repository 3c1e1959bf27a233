package org.jamtart.query.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class StreamPositionTest {

  @Test
  void a_position_is_what_its_text_says() {
    var random = new Random(3);
    for (int i = 0; i < 1_000; i++) {
      int partitions = random.nextInt(30);
      long[] offsets = random.longs(partitions, 0, Long.MAX_VALUE)
          .map(n -> n >>> random.nextInt(63))
          .toArray();
      int[] frames = random.ints(partitions, 0, 70_000).toArray();
      var position = new StreamPosition(random.nextInt(), offsets, frames);
      assertThat(StreamPosition.parse(position.text())).isEqualTo(position);
      assertThat(position.text()).matches("[A-Za-z0-9_-]+");
    }
  }

  @Test
  void what_is_no_position_is_refused() {
    String good = new StreamPosition(1, new long[]{300, 2}, new int[]{1, 0}).text();
    assertThat(StreamPosition.parse(good).offset(0)).isEqualTo(300);
    for (String bad : List.of("", "=", "é", good.substring(2), good.substring(0, good.length() - 2),
        good + "AAAA",
        "Av" + good.substring(2), "AQAAAAD_____Bw", "AQAAAAAB_________________________wE")) {
      assertThatThrownBy(() -> StreamPosition.parse(bad)).as(bad)
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void a_position_is_between_what_was_and_what_comes() {
    var position = new StreamPosition(1, new long[]{5, 0}, new int[]{2, 0});
    assertThat(position.isBefore(0, 4, 9)).isFalse();
    assertThat(position.isBefore(0, 5, 1)).isFalse();
    assertThat(position.isBefore(0, 5, 2)).isTrue();
    assertThat(position.isBefore(0, 6, 0)).isTrue();
    assertThat(position.isBefore(1, 0, 0)).isTrue();
    var other = new StreamPosition(1, new long[]{5, 1}, new int[]{1, 0});
    assertThat(position.hasReached(other)).isFalse();
    assertThat(other.hasReached(position)).isFalse();
    var later = new StreamPosition(1, new long[]{5, 1}, new int[]{2, 0});
    assertThat(position.later(other)).isEqualTo(later).isEqualTo(other.later(position));
    assertThat(later.hasReached(position)).isTrue();
    assertThat(later.hasReached(other)).isTrue();
    assertThat(later.hasReached(later)).isTrue();
  }
}
