package org.jamtart.chaos.judge;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import java.util.UUID;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(ReplaceUnderscores.class)
class LoggedSessionTest {

  private static final byte[] TWO = HexFormat.of().parseHex("01000000aa" + "02000000bbcc");
  private static final byte[] THIRD = HexFormat.of().parseHex("01000000dd");

  private final LoggedSession session = new LoggedSession(UUID.randomUUID(), "ab", UUID.randomUUID());

  @Test
  void runs_one_after_the_other_are_all_there_is() {
    session.run(0, TWO);
    session.run(2, THIRD);

    assertThat(session.count()).isEqualTo(3);
    assertThat(session.missing()).isZero();
    assertThat(session.repeated()).isZero();
    assertThat(HexFormat.of().formatHex(session.stream().array()))
        .isEqualTo("01000000aa02000000bbcc01000000dd");
  }

  @Test
  void a_run_that_comes_again_is_counted_and_left_out() {
    session.run(0, TWO);
    session.run(1, HexFormat.of().parseHex("02000000bbcc" + "01000000dd"));

    assertThat(session.count()).isEqualTo(3);
    assertThat(session.repeated()).isEqualTo(1);
    assertThat(HexFormat.of().formatHex(session.stream().array()))
        .isEqualTo("01000000aa02000000bbcc01000000dd");
  }

  @Test
  void a_run_that_comes_too_late_leaves_a_hole() {
    session.run(0, TWO);
    session.run(5, THIRD);
    session.run(6, THIRD);

    assertThat(session.count()).isEqualTo(4);
    assertThat(session.missing()).isEqualTo(3);
  }

  @Test
  void the_numbers_of_dropped_events_are_summed() {
    String dropped = "19000000" + "0000000000000000" + "00" + "0000000000000000";
    session.run(0, HexFormat.of().parseHex(dropped + "0700000000000000" + dropped + "ffffffffffffffff"));

    assertThat(session.dropped()).hasToString("18446744073709551622");
  }
}
