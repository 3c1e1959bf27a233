package org.jamtart.query.horizon;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.jamtart.log.CaughtUp;
import org.jamtart.log.GroupLag.Partition;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(ReplaceUnderscores.class)
class HorizonTest {

  private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");
  private static final Instant TAKEN = NOW.minusMillis(500);

  private final CaughtUp caughtUp = new CaughtUp();

  private Instant moment(@Nullable LogView view, List<Position> stored, Instant now) {
    return Standing.of(view, stored, caughtUp, now).moment();
  }

  private static LogView view(Partition... partitions) {
    return new LogView(TAKEN, List.of(partitions));
  }

  private static Position stored(int partition, long next, int secondsAgo) {
    return new Position(partition, next, NOW.minusSeconds(secondsAgo));
  }

  @Test
  void When_all_is_stored_it_is_the_moment_of_the_look() {
    var view = view(new Partition(0, 0, 5, 5), new Partition(1, 3, 3, 3), new Partition(2, 0, 9, 0));
    assertThat(moment(view, List.of(stored(0, 5, 3600), stored(2, 10, 60)), NOW)).isEqualTo(TAKEN);
  }

  @Test
  void When_partitions_are_behind_it_is_the_oldest_time_to_which_they_are_stored() {
    var view = view(new Partition(0, 0, 5, 5), new Partition(1, 0, 7, 7), new Partition(2, 0, 9, 9));
    assertThat(moment(view, List.of(stored(0, 5, 3600), stored(1, 6, 40), stored(2, 1, 30)), NOW))
        .isEqualTo(NOW.minusSeconds(40));
  }

  @Test
  void A_partition_of_which_nothing_is_stored_is_behind_from_the_beginning() {
    assertThat(moment(view(new Partition(0, 2, 5, 2)), List.of(), NOW)).isEqualTo(Instant.EPOCH);
  }

  @Test
  void Before_the_first_look_it_is_the_newest_time_that_is_stored() {
    assertThat(moment(null, List.of(stored(0, 1, 50), stored(1, 1, 20)), NOW))
        .isEqualTo(NOW.minusSeconds(20));
    assertThat(moment(null, List.of(), NOW)).isEqualTo(NOW);
  }

  @Test
  void A_node_whose_clock_is_ahead_moves_it_no_further_than_the_look() {
    var view = view(new Partition(0, 0, 5, 0));
    assertThat(moment(view, List.of(stored(0, 1, -100)), NOW)).isEqualTo(TAKEN);
  }

  @Test
  void A_record_that_comes_after_a_silence_is_not_late_for_the_silence() {
    var quiet = new LogView(NOW.minusSeconds(2),
        List.of(new Partition(0, 0, 5, 5), new Partition(1, 3, 3, 3)));
    List<Position> stored = List.of(stored(0, 5, 3 * 3600));
    assertThat(moment(quiet, stored, NOW)).isEqualTo(NOW.minusSeconds(2));

    Standing after = Standing.of(view(new Partition(0, 0, 6, 5), new Partition(1, 3, 4, 3)), stored, caughtUp,
        NOW);
    assertThat(after.moment()).isEqualTo(NOW.minusSeconds(2));
    assertThat(after.behind()).containsExactly(new Position(0, 5, NOW.minusSeconds(2)),
        new Position(1, 3, NOW.minusSeconds(2)));
  }
}
