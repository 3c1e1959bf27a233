package org.jamtart.chaos.judge;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import org.jamtart.simulator.account.SessionAccount;
import org.jamtart.wire.Bytes32;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(ReplaceUnderscores.class)
class OriginsTest {

  private static final String INFORMATION = "02000000eeee";
  private static final String ONE = "01000000aa";
  private static final String TWO = "02000000bbcc";
  private static final Bytes32 NODE = Bytes32.of(new byte[32]);

  @Test
  void what_is_in_the_log_is_found_in_what_was_sent_whichever_connection_it_was() {
    var origins = Origins.of(List.of(logged(TWO), logged(ONE + TWO)),
        List.of(sent(2, ONE + TWO), sent(2, TWO + ONE)));

    assertThat(origins.strangers()).isEmpty();
    assertThat(origins.sent()).isEqualTo(4);
    assertThat(origins.accepted()).isEqualTo(3);
    assertThat(origins.largestTail()).isEqualTo(5);
    assertThat(origins.unheard()).isZero();
  }

  @Test
  void other_bytes_are_a_stranger() {
    assertThat(Origins.of(List.of(logged("01000000ab")), List.of(sent(2, ONE + TWO))).strangers()).hasSize(1);
  }

  @Test
  void the_same_connection_twice_is_a_stranger() {
    assertThat(Origins.of(List.of(logged(ONE), logged(ONE)), List.of(sent(2, ONE + TWO))).strangers())
        .hasSize(1);
  }

  @Test
  void more_than_was_sent_is_a_stranger() {
    assertThat(Origins.of(List.of(logged(ONE + TWO)), List.of(sent(1, ONE))).strangers()).hasSize(1);
  }

  @Test
  void a_hole_is_told() {
    var session = logged(ONE);
    session.run(3, HexFormat.of().parseHex(TWO));

    assertThat(Origins.of(List.of(session), List.of(sent(2, ONE + TWO))).strangers().getFirst())
        .contains("lacks 2 frames");
  }

  @Test
  void a_connection_that_the_log_does_not_know_was_unheard_and_leaves_no_tail() {
    var origins = Origins.of(List.of(logged("")), List.of(sent(0, ""), sent(2, ONE + TWO)));

    assertThat(origins.strangers()).isEmpty();
    assertThat(origins.unheard()).isEqualTo(2);
    assertThat(origins.largestTail()).isZero();
  }

  private static LoggedSession logged(String frames) {
    var session = new LoggedSession(UUID.randomUUID(), NODE.toHex(), UUID.randomUUID());
    session.open();
    session.run(0, HexFormat.of().parseHex(frames));
    return session;
  }

  private static SessionAccount sent(long events, String frames) {
    byte[] stream = HexFormat.of().parseHex(INFORMATION + frames);
    return new SessionAccount(NODE, 0, events + 1, stream.length, events, Map.of(), 0, OptionalLong.empty(),
        OptionalLong.empty(), Optional.of(stream));
  }
}
