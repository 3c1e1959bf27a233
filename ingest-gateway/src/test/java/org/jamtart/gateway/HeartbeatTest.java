package org.jamtart.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.UUID;
import org.jamtart.gateway.publish.Acknowledgement;
import org.jamtart.log.GatewayState.Phase;
import org.jamtart.log.LogRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(ReplaceUnderscores.class)
class HeartbeatTest {

  private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");

  private final List<LogRecord.Heartbeat> beats = new ArrayList<>();
  private final Queue<Acknowledgement> pending = new ArrayDeque<>();
  private Instant clock = NOW;
  private final Heartbeat heartbeat = new Heartbeat(new UUID(0, 1), "gw", (record, then) -> {
    beats.add((LogRecord.Heartbeat) record);
    pending.add(then);
  }, () -> 3, () -> clock);

  @AfterEach
  void stop() {
    heartbeat.stop();
  }

  @Test
  void when_the_log_was_away_a_fresh_beat_follows_the_old_one_at_once() {
    heartbeat.start();
    clock = NOW.plusSeconds(90);

    pending.remove().settled(null);

    assertThat(beats).extracting(beat -> beat.state().phase()).containsExactly(Phase.START, Phase.BEAT);
    assertThat(beats.getLast().received() - beats.getFirst().received()).isEqualTo(90_000_000);
    pending.remove().settled(null);
    assertThat(beats).hasSize(2);
  }

  @Test
  void a_beat_that_is_acknowledged_soon_is_followed_by_none() {
    heartbeat.start();
    clock = NOW.plusSeconds(1);

    pending.remove().settled(null);

    assertThat(beats).hasSize(1);
  }

  @Test
  void none_follows_the_last_one() {
    heartbeat.start();
    heartbeat.stop();
    clock = NOW.plusSeconds(90);

    pending.remove().settled(null);

    assertThat(beats).extracting(beat -> beat.state().phase()).containsExactly(Phase.START, Phase.STOP);
  }
}
