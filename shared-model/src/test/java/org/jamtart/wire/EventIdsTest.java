package org.jamtart.wire;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(ReplaceUnderscores.class)
class EventIdsTest {
  private static final Protocol TINY = new Protocol(1, 2);
  private static final byte[] SYNCED = Events.encode(new StatusEvent.SyncStatusChanged(1, true), TINY);

  private final EventIds ids = new EventIds();

  @Test
  void the_first_event_is_0_and_each_counts_one() {
    assertThat(ids.current()).isZero();
    step(SYNCED);
    step(SYNCED);
    assertThat(ids.current()).isEqualTo(2);
  }

  @Test
  void whatever_does_not_decode_counts_one_as_well() {
    step(new byte[0]);
    step(new byte[]{1, 2, 3});
    step(new byte[]{0, 0, 0, 0, 0, 0, 0, 0, (byte) 200, 1});
    step(new byte[]{0, 0, 0, 0, 0, 0, 0, 0, 13, 2});
    assertThat(ids.known()).isTrue();
    assertThat(ids.current()).isEqualTo(4);
  }

  @Test
  void dropped_events_are_skipped_and_none_is_legal() {
    step(dropped(41));
    step(dropped(0));
    step(SYNCED);
    assertThat(ids.current()).isEqualTo(42);
  }

  @Test
  void numbers_above_63_bits_go_on() {
    step(dropped(Long.MIN_VALUE));
    step(SYNCED);
    assertThat(ids.known()).isTrue();
    assertThat(Long.toUnsignedString(ids.current())).isEqualTo("9223372036854775809");
  }

  @Test
  void past_the_last_number_ids_are_unknown_for_good() {
    step(dropped(-1));
    assertThat(ids.known()).isTrue();
    step(SYNCED);
    assertThat(ids.known()).isFalse();
    step(SYNCED);
    assertThat(ids.known()).isFalse();
  }

  @Test
  void a_sum_past_the_last_number_is_noticed() {
    step(dropped(-1));
    step(dropped(-1));
    assertThat(ids.known()).isFalse();
  }

  @Test
  void after_a_Dropped_that_cannot_be_read_ids_are_unknown() {
    step(new byte[24]);
    assertThat(ids.known()).isFalse();
  }

  @Test
  void numbering_goes_on_where_another_left_off() {
    EventIds resumed = new EventIds(7, true);
    resumed.advance(Verdict.EVENT, SYNCED, 0, SYNCED.length);
    assertThat(resumed.current()).isEqualTo(8);
    assertThat(new EventIds(0, false).known()).isFalse();
  }

  private void step(byte[] message) {
    ids.advance(Events.validate(message, 0, message.length, TINY), message, 0, message.length);
  }

  private static byte[] dropped(long count) {
    return Events.encode(new MetaEvent.Dropped(1, 2, count), TINY);
  }
}
