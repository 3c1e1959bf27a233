package org.jamtart.persister;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jamtart.testsupport.Await;
import org.jamtart.testsupport.TestScope;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.jspecify.annotations.Nullable;

/** Ranges of the log go through the tables again. */
@SuppressWarnings("NullAway.Init")
class ReplayIT {

  private static final Duration SOON = Duration.ofMinutes(4);
  private static final String[] FAST = {"--tart.persister.replay.look-interval=50ms",
      "--tart.persister.replay.share=1", "--tart.persister.replay.max-events-per-transaction=97"};

  /** What the tables say, by natural keys: numbers of nodes and sessions are the tables' own. */
  private static final Map<String, String> ROWS = new LinkedHashMap<>(Map.of("event",
      """
          select e.time, s.uuid::text, e.seq, e.event_id, e.received, e.slot, e.ref, n.peer_id::text, e.core, e.type,
            e.implausible, e.hash::text, e.bytes::text
          from event e join session s on s.id = e.session join node n on n.id = e.node order by 2, 3""",
      "session",
      """
          select s.uuid::text, n.peer_id::text, s.gateway::text, s.protocol, s.cores, s.remote, s.information::text,
            s.opened_at, s.last_received, s.next_seq, s.duplicates, s.missing, s.ended_at, s.end_reason, s.complete
          from session s join node n on n.id = s.node order by 1""",
      "node",
      """
          select peer_id::text, implementation_name, implementation_version, gp_version, information::text, address,
            opened_at, first_seen, last_seen from node order by 1""",
      "quarantine", "select id::text, reason, message from quarantine order by 1",
      "quarantine_group", "select * from quarantine_group order by 1, 2, 3, 4, 5",
      "session_total", """
          select s.uuid::text, t.events, t.unknown, t.malformed, t.dropped
          from session_total t join session s on s.id = t.session order by 1""",
      "log_position", "select partition, next_offset from log_position order by 1"));

  private TestScope scope;
  private TestLog log;
  private Tables tables;

  @BeforeEach
  void open() throws Exception {
    scope = TestScope.open("replay");
    log = TestLog.of(scope);
    tables = new Tables(scope.database());
    for (int node = 0; node < 10; node++) {
      Connection connection = Connection.of(node / 2);
      log.write(connection.open());
      for (int i = 0; i < 20; i++) {
        long now = connection.now();
        var run = connection.run(Connection.sync(now), Connection.dropped(now, 3), Connection.malformed(now),
            Connection.event(now, 200, (byte) 1), Connection.sync(now + i));
        log.write(run);
        if (i % 7 == 3) {
          log.write(run);
        }
        if (i == 10 && node == 4) {
          connection.lose(2);
        }
      }
      if (node % 3 == 0) {
        log.write(connection.close());
      }
    }
    log.acknowledged();
  }

  @AfterEach
  void close() throws Exception {
    scope.close();
  }

  @Test
  void a_replay_into_full_tables_changes_nothing_and_live_data_go_on() throws Exception {
    try (var persister = persister(FAST)) {
      log.flush();
      var before = rows();

      var replay = finish(request(List.of(), false));

      assertThat(replay).containsEntry("state", "done").containsEntry("error", null);
      assertThat(replay.get("records")).isEqualTo(replay.get("records_total")).isEqualTo(244L);
      assertThat(replay.get("events")).isEqualTo(1_150L);
      assertThat(rows()).isEqualTo(before);
      assertThat(persister.metric("tart_persister_replay_events")).isEqualTo(1_150);
      Connection late = Connection.of(77);
      log.write(late.open(), late.run(Connection.sync(late.now()))).flush();
      assertThat(tables.number("select count(*) from event")).isEqualTo(801);
    }
  }

  @Test
  void emptied_projections_come_back_row_for_row() throws Exception {
    Map<String, List<?>> before;
    try (var persister = persister(FAST)) {
      log.flush();
      before = rows();
      tables.update("truncate event");
      finish(request(List.of("events"), false));
      assertThat(rows()).isEqualTo(before);
    }
    // Whoever has numbered sessions remembers their numbers: nobody runs while these go.
    tables.update("truncate event, session, node");
    try (var persister = persister(FAST)) {
      finish(request(List.of(), false));
      for (String table : List.of("event", "session", "node")) {
        assertThat(tables.rows(ROWS.getOrDefault(table, ""))).as(table).isEqualTo(before.get(table));
      }
    }
  }

  /** Long, since a replay that is slow enough to be killed in time is slow; {@code RebuildIT} kills one that is short. */
  @Test
  @Tag("long")
  void the_death_of_the_persister_that_runs_it_ends_no_replay() throws Exception {
    Map<String, List<?>> before;
    UUID id;
    try (var persister = persister(FAST)) {
      log.flush();
      before = rows();
      tables.update("truncate event");
    }
    id = request(List.of("events"), false);
    Process child = process("--tart.persister.replay.share=0.01", "--tart.persister.replay.lease=2s",
        "--tart.persister.replay.look-interval=50ms",
        "--tart.persister.replay.max-events-per-transaction=40");
    try {
      Await.until("some of the replay", SOON, () -> done(id) > 0);
    } finally {
      child.destroyForcibly().waitFor();
    }
    long first = done(id);
    assertThat(first).isBetween(1L, 1_149L);
    assertThat(row(id)).containsEntry("state", "running");

    try (var persister = persister(FAST)) {
      assertThat(finish(id)).containsEntry("state", "done").containsEntry("events", 1_150L);
      assertThat(persister.metric("tart_persister_replay_events")).isEqualTo(1_150 - first);
      assertThat(rows()).isEqualTo(before);
    }
  }

  @Test
  void an_unknown_projection_is_refused_a_dry_run_only_counts_and_what_is_cancelled_stops() throws Exception {
    try (var persister = persister("--tart.persister.replay.look-interval=50ms",
        "--tart.persister.replay.share=0.1", "--tart.persister.replay.max-events-per-transaction=100")) {
      log.flush();
      assertThat(finish(request(List.of("evnets"), false))).containsEntry("state", "failed")
          .extractingByKey("error")
          .asString()
          .contains("there is no projection 'evnets'");

      tables.update("truncate event");
      assertThat(finish(request(List.of(), true))).containsEntry("state", "done")
          .containsEntry("events", 1_150L);
      assertThat(tables.number("select count(*) from event")).isZero();

      UUID id = request(List.of("events"), false);
      Await.until("some of the replay", SOON, () -> done(id) > 0);
      tables.update("update replays set state = 'cancelled' where id = ?", id);
      long then = done(id);
      UUID next = request(List.of("sessions"), true);
      finish(next);
      assertThat(done(id)).isEqualTo(then).isLessThan(1_150);
      assertThat(row(id)).containsEntry("state", "cancelled");

      tables.update("update replays set state = 'pending' where id = ?", id);
      assertThat(finish(id)).containsEntry("events", 1_150L);
      assertThat(tables.number("select count(*) from event")).isEqualTo(800);
    }
  }

  private RunningPersister persister(String... more) {
    return RunningPersister.start(log.settings, scope.database(), more).ready();
  }

  private Process process(String... more) throws IOException {
    List<String> command = new ArrayList<>(
        List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx512m",
            "-XX:TieredStopAtLevel=1", "-cp", System.getProperty("java.class.path"),
            PersisterApplication.class.getName(),
            "--tart.log.bootstrap-servers=" + log.settings.bootstrapServers(),
            "--tart.log.topic=" + log.settings.topic(), "--tart.log.group=" + log.settings.group(),
            "--spring.datasource.url=" + scope.database().jdbcUrl(),
            "--spring.datasource.username=" + scope.database().user(),
            "--spring.datasource.password=" + scope.database().password(), "--server.port=0"));
    command.addAll(List.of(more));
    return new ProcessBuilder(command).redirectErrorStream(true)
        .redirectOutput(new File("target/replay-persister.log"))
        .start();
  }

  private UUID request(List<String> projections, boolean dryRun) throws SQLException {
    return tables.requestReplay(String.join(",", projections), 1, 1, dryRun);
  }

  private Map<String, @Nullable Object> finish(UUID id) {
    return Await.value("the end of the replay", SOON, () -> row(id), row -> row.get("finished_at") != null
        && !"running".equals(row.get("state")) && !"pending".equals(row.get("state")));
  }

  private Map<String, @Nullable Object> row(UUID id) throws SQLException {
    return tables.row("select * from replays where id = ?", id);
  }

  private long done(UUID id) {
    try {
      return tables.number("select events from replays where id = ?", id);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private Map<String, List<?>> rows() throws SQLException {
    Map<String, List<?>> rows = new LinkedHashMap<>();
    for (var table : ROWS.entrySet()) {
      rows.put(table.getKey(), tables.rows(table.getValue()));
    }
    return rows;
  }
}
