package org.jamtart.persister.context;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jamtart.log.GroupLag;
import org.jamtart.log.LogClients;
import org.jamtart.log.LogSettings;
import org.jamtart.log.LogTopic;
import org.jamtart.persister.time.Times;
import org.jamtart.testsupport.TartTest;
import org.jamtart.testsupport.TestScope;
import org.junit.jupiter.api.Test;

/** When nobody can ask for an opening any more. */
@TartTest
class OpeningPastIT {

  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Instant FROM = Instant.parse("2026-06-01T10:00:00Z");
  private static final Instant TO = FROM.plusSeconds(3_600);
  private static final ContextSettings SETTINGS = new ContextSettings(Duration.ofHours(1), 0);
  private static final Instant UNTIL = TO.plus(SETTINGS.needed());

  @Test
  void openings_are_past_when_all_of_the_log_is_stored_that_may_ask_for_them_and_no_replay_goes_through_them(
      TestScope scope) throws Exception {
    var log = new LogSettings(scope.bootstrapServers(), scope.topic(), scope.group(), 0, 0,
        Duration.ofDays(1), 0);
    LogTopic.ensure(scope.infra().admin(), log, PATIENCE);
    var group = new GroupLag(scope.infra().admin(), log);
    try (Connection connection = scope.database().connect()) {
      // Of an empty log everything is stored.
      assertThat(isOver(connection, group, UNTIL.minusMillis(1))).isFalse();
      assertThat(isOver(connection, group, UNTIL)).isTrue();

      for (String state : new String[]{"pending", "running", "done"}) {
        replay(connection, state, TO.minusSeconds(1), UNTIL.plusSeconds(60));
        assertThat(isOver(connection, group, UNTIL)).as(state).isEqualTo(state.equals("done"));
      }
      replay(connection, "running", UNTIL.minusSeconds(1), UNTIL.plusSeconds(60));
      assertThat(isOver(connection, group, UNTIL)).as("its first events may ask for them").isFalse();
      replay(connection, "running", UNTIL, UNTIL.plusSeconds(60));
      assertThat(isOver(connection, group, UNTIL)).as("behind them").isTrue();
      replay(connection, "running", FROM.minusSeconds(60), FROM);
      assertThat(isOver(connection, group, UNTIL)).as("before them").isTrue();

      try (var producer = LogClients.producer(log, "test", 1 << 20, Map.of(), PATIENCE)) {
        producer.send(new ProducerRecord<>(scope.topic(), 1, new byte[1], new byte[1]))
            .get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
      }
      Instant now = UNTIL.plusSeconds(86_400);
      assertThat(isOver(connection, group, now)).as("of one partition nothing is stored").isFalse();
      stored(connection, UNTIL.minusSeconds(1));
      assertThat(isOver(connection, group, now)).as("what may ask for them is not").isFalse();
      stored(connection, UNTIL);
      assertThat(isOver(connection, group, now)).isTrue();
    }
  }

  private static boolean isOver(Connection connection, GroupLag group, Instant now) throws SQLException {
    return new OpeningPast(SETTINGS, group, Clock.fixed(now, ZoneOffset.UTC)).isOver(connection,
        Times.micros(FROM), Times.micros(TO));
  }

  /** The only one there is. */
  private static void replay(Connection connection, String state, Instant from, Instant to)
      throws SQLException {
    update(connection, "delete from replays");
    update(connection,
        """
            insert into replays (id, requested_at, range_from, range_to, projections, nodes, dry_run, state, updated_at)
            values ('%s', now(), '%s', '%s', '{}', '{}', false, '%s', now())"""
            .formatted(new UUID(4, 2), from, to,
                state));
  }

  private static void stored(Connection connection, Instant until) throws SQLException {
    update(connection,
        """
            insert into log_position (partition, cluster_id, topic, topic_id, next_offset, stored_until, updated_at)
            values (1, '', '', '', 0, '%s', now())
            on conflict (partition) do update set stored_until = excluded.stored_until"""
            .formatted(until));
  }

  private static void update(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.executeUpdate(sql);
    }
  }
}
