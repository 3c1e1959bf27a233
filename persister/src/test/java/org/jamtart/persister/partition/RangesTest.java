package org.jamtart.persister.partition;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jamtart.persister.partition.Ranges.Range;
import org.junit.jupiter.api.Test;

class RangesTest {

  private static final long HOUR = 3_600_000_000L;

  @Test
  void a_time_is_found_in_the_partition_that_holds_it() {
    var ranges = new Ranges(List.of(new Range("a", 10, 20, false), new Range("b", 30, 40, false)));
    assertThat(ranges.cover(9)).isFalse();
    assertThat(ranges.cover(10)).isTrue();
    assertThat(ranges.cover(19)).isTrue();
    assertThat(ranges.cover(20)).isFalse();
    assertThat(ranges.coveredUntil(10)).isEqualTo(20);
    assertThat(ranges.coveredUntil(25)).isEqualTo(25);
  }

  @Test
  void a_partition_that_is_being_detached_takes_no_rows() {
    assertThat(new Ranges(List.of(new Range("a", 10, 20, true))).cover(15)).isFalse();
  }

  @Test
  void names_tell_the_first_time_even_before_the_epoch_and_after_year_9999() {
    assertThat(Ranges.NONE.fit("event", 0, HOUR).name()).isEqualTo("event_19700101_000000");
    assertThat(Ranges.NONE.fit("event", -1, HOUR))
        .isEqualTo(new Range("event_19691231_230000", -HOUR, 0, false));
    assertThat(Ranges.NONE.fit("event", 253_402_300_800_000_000L, HOUR).name())
        .isEqualTo("event_100000101_000000");
  }

  @Test
  void whatever_sizes_come_after_one_another_no_two_partitions_overlap() {
    var random = new Random(7);
    Ranges ranges = Ranges.NONE;
    for (int i = 0; i < 500; i++) {
      long time = random.nextLong(48 * HOUR);
      if (!ranges.cover(time)) {
        Range made = ranges.fit("event", time, HOUR * List.of(1, 2, 3, 6, 24).get(random.nextInt(5)));
        assertThat(made.covers(time)).isTrue();
        for (Range other : ranges.all()) {
          assertThat(other.to() <= made.from() || other.from() >= made.to()).isTrue();
        }
        var all = new ArrayList<>(ranges.all());
        all.add(made);
        ranges = new Ranges(all);
      }
    }
    assertThat(ranges.coveredUntil(0)).isEqualTo(48 * HOUR);
  }
}
