package org.jamtart.persister;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.jamtart.persister.projection.AddedTable;
import org.jamtart.persister.projection.Projection;
import org.jamtart.testsupport.Await;
import org.jamtart.testsupport.TartTest;
import org.jamtart.testsupport.TestScope;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.jspecify.annotations.Nullable;

/**
 * What happens in the very moment in which built rows take the place of the live ones. The test stops a replay there by a lock
 * that the replay needs, and then does what a log, a persister or a crash might do.
 */
@TartTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Order(1) // takes long
class ExchangeIT {

  private static final Duration SOON = Duration.ofMinutes(2);

  /** Who has this lock keeps what is built from being exchanged. */
  private static final String SETTLED = "select pg_advisory_xact_lock(hashtext('tart.quarantine'), hashtext('retry'))";

  private static final String WAITS_FOR = "select count(*) from pg_stat_activity"
      + " where datname = current_database() and ? = any(pg_blocking_pids(pid)) and query like ?";

  private final TestLog log;
  private final Tables tables;
  private final RunningPersister persister;
  private final Connection[] connections = new Connection[8];

  ExchangeIT(TestScope scope) throws Exception {
    log = TestLog.of(scope);
    tables = new Tables(scope.database());
    persister = scope.closeLater(RunningPersister.start(log.settings, scope.database(),
        "--tart.persister.replay.look-interval=50ms", "--tart.persister.replay.share=1",
        "--tart.persister.counts.seconds=1d", "--tart.persister.pending.pause=1m",
        "--tart.persister.pending.idle=1d"));
    for (int i = 0; i < connections.length; i++) {
      connections[i] = Connection.of(i);
      log.write(connections[i].open());
    }
  }

  @BeforeEach
  void talk() throws Exception {
    say(5);
    log.flush();
  }

  /** A few runs of every node, all of the same moment, so that each finds rows to add to. */
  private void say(int runs) {
    for (int i = 0; i < runs; i++) {
      for (Connection connection : connections) {
        log.write(connection.run(Connection.sync(connection.now()), Connection.dropped(connection.now(), 3),
            Connection.sync(connection.now())));
      }
    }
  }

  @Test
  void what_was_stored_after_the_building_is_exchanged_too() throws Exception {
    UUID id;
    Map<String, List<String>> rows;
    List<Object> versions;
    try (var lock = Held.by(tables,
        "select pg_advisory_xact_lock(hashtext('tart.quarantine'), hashtext('retry'))")) {
      id = request("all");
      awaitBuilt(lock, id);
      say(1); // so little that it comes under the position's lock
      log.flush();
      rows = rows();
      versions = versions();
    }
    assertThat(finish(id)).containsEntry("state", "done").containsEntry("error", null);
    assertThat(rows()).isEqualTo(rows);
    assertThat(versions()).isNotEmpty().doesNotContainAnyElementsOf(versions);
    assertThatItAddsUp();
  }

  /** Of the buckets that readers keep. */
  private List<Object> versions() throws SQLException {
    return tables.rows("select version from bucket_version")
        .stream()
        .map(row -> (Object) row.get("version"))
        .toList();
  }

  @Test
  void what_was_still_to_be_added_to_the_live_rows_is_not_added_to_the_exchanged_ones() throws Exception {
    long stored = number("select count(*) from event");
    UUID id;
    try (var lock = Held.by(tables, SETTLED)) {
      id = request("all");
      awaitBuilt(lock, id);
      say(1);
      log.acknowledged();
      Await.until("the persister to have stored it", SOON,
          () -> number("select count(*) from event") == stored + 3 * connections.length);
      assertThat(number("select count(*) from pending_sums")).isPositive();
    }
    assertThat(finish(id)).containsEntry("state", "done").containsEntry("error", null);
    log.flush();
    assertThatItAddsUp();
  }

  @Test
  void who_has_lost_the_lease_exchanges_nothing() throws Exception {
    UUID id;
    try (var lock = Held.by(tables, SETTLED)) {
      id = request("all");
      awaitBuilt(lock, id);
      tables.update(
          "update replays set lease_holder = ?, lease_until = now() + interval '1 hour' where id = ?",
          UUID.randomUUID(), id);
      tables.update("update network_count set events = events + 1000");
    }
    finish(request("counts", true)); // one after the other: nobody works on the first any more
    assertThat(number("select min(events) from network_count")).isGreaterThan(1000);

    tables.update("update replays set lease_until = now() where id = ?", id);
    assertThat(finish(id)).containsEntry("state", "done").containsEntry("error", null);
    assertThatItAddsUp();
  }

  private void awaitBuilt(Held lock, UUID id) {
    Await.until("everything to be built", SOON, () -> number("""
        select count(*) from pg_stat_activity where datname = current_database() and pid <> ?
          and query like 'select pg_try_advisory_lock(hashtext(''tart.quarantine''%'
          and query_start > (select requested_at from replays where id = ?)""", lock.pid(), id) > 0);
  }

  @Test
  void while_rows_are_exchanged_the_persister_waits_to_add_to_them() throws Exception {
    UUID id;
    try (var row = Held.by(tables, "select from network_count where partition = 2 for update")) {
      id = request("counts");
      Await.until("the exchange to come to the rows of partition 2", SOON,
          () -> number(WAITS_FOR, row.pid(), "delete from %network_count%") == 1);
      long exchanging = number("select pid from pg_stat_activity where ? = any(pg_blocking_pids(pid))",
          row.pid());
      say(1);
      log.acknowledged();
      Await.until("the persister to wait for the exchange", SOON,
          () -> number(WAITS_FOR, exchanging, "update log_position %") == 1);
    }
    assertThat(finish(id)).containsEntry("state", "done").containsEntry("error", null);
    log.flush();
    assertThatItAddsUp();
  }

  @Test
  void what_a_crash_of_the_database_has_emptied_is_not_exchanged_but_built_again() throws Exception {
    Map<String, List<String>> rows = rows();
    var ofTheWriting = tables.rows("select node, event_lag, receipt_lag from node_stream order by 1");
    tables.update("insert into core_count values (3, date_trunc('hour', now()), 7, 13, 0, 5)"); // of which nothing is built
    UUID id;
    try (var position = Held.by(tables, "select from log_position where partition = 0 for update")) {
      id = request("all");
      Await.until("the exchange to wait for the position", SOON,
          () -> number(WAITS_FOR, position.pid(), "select next_offset from %for update") == 1);
      crash();
    }
    assertThat(finish(id)).containsEntry("state", "done").containsEntry("error", null);
    assertThat(rows()).isEqualTo(rows);
    assertThat(tables.rows("select node, event_lag, receipt_lag from node_stream order by 1"))
        .isEqualTo(ofTheWriting);
    assertThatItAddsUp();
  }

  @Test
  void what_a_crash_has_emptied_before_the_exchange_does_not_pass_for_done() throws Exception {
    UUID id;
    try (var lock = Held.by(tables, SETTLED)) {
      id = request("counts");
      awaitBuilt(lock, id);
      tables.update("update network_count set events = events + 1000");
      crash();
    }
    assertThat(finish(id)).containsEntry("state", "done").containsEntry("error", null);
    assertThatItAddsUp();
  }

  /** Empties what is built, as tables that are not logged come out of a crash of the database. */
  private void crash() throws SQLException {
    for (var table : tables.rows("select schemaname || '.' || tablename as name from pg_tables"
        + " where schemaname like 'tart\\_replay\\_%'")) {
      tables.update("truncate " + table.get("name"));
    }
  }

  @Test
  void a_replay_in_place_leaves_to_the_persister_what_that_has_still_to_store() throws Exception {
    long events = number("select count(*) from event");
    UUID id;
    try (var positions = Held.by(tables, "select from log_position for update")) {
      say(3);
      log.acknowledged();
      id = request("events");
      Await.until("the replay to be over all that it planned", SOON, () -> number("""
          select count(*) from replays where id = ? and planned_at is not null and records = records_total""",
          id) == 1);
      assertThat(number("select count(*) from event")).isEqualTo(events);
    }
    assertThat(finish(id)).containsEntry("state", "done").containsEntry("error", null);
    log.flush();
    assertThat(number("select count(*) from event")).isEqualTo(events + 3 * 3 * connections.length);
    assertThat(number("select sum(duplicates + missing)::bigint from session")).isZero();
    assertThatItAddsUp();
  }

  /** Rows that are of no partition's records alone are held against the events, which no rebuild touches. */
  private void assertThatItAddsUp() {
    long events = number("select count(*) from event");
    assertThat(number("select sum(events)::bigint from network_count where tier = 3")).isEqualTo(events);
    assertThat(number("select sum(events)::bigint from node_total")).isEqualTo(events);
    assertThat(number("select sum(stored)::bigint from node_stream")).isEqualTo(events);
  }

  private UUID request(String projections) throws SQLException {
    return request(projections, false);
  }

  private UUID request(String projections, boolean dry) throws SQLException {
    return tables.requestReplay(projections, 1, 2, dry);
  }

  private Map<String, @Nullable Object> finish(UUID id) {
    return Await.value("the end of the replay", SOON,
        () -> tables.row("select * from replays where id = ?", id), row -> row.get("finished_at") != null);
  }

  private long number(String sql, Object... arguments) {
    try {
      return tables.number(sql, arguments);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Every row of every table that adds up, but for when it was written. */
  private Map<String, List<String>> rows() throws SQLException {
    Map<String, List<String>> rows = new TreeMap<>();
    for (Projection projection : persister.context.getBeansOfType(Projection.class).values()) {
      for (AddedTable table : projection.added()) {
        rows.put(table.table(), tables.rows(
            "select (to_jsonb(t) - ?::text[])::text as row from " + table.table() + " t order by 1",
            "{" + String.join(",", table.kept()) + "}").stream().map(row -> "" + row.get("row")).toList());
      }
    }
    return rows;
  }

  /** A lock that the test has until it is closed. */
  private record Held(java.sql.Connection connection, long pid) implements AutoCloseable {

    static Held by(Tables tables, String sql) throws SQLException {
      var connection = tables.connect();
      connection.setAutoCommit(false);
      try (var statement = connection.createStatement()) {
        statement.execute(sql);
        try (var row = statement.executeQuery("select pg_backend_pid()")) {
          row.next();
          return new Held(connection, row.getLong(1));
        }
      }
    }

    @Override
    public void close() throws SQLException {
      connection.close();
    }
  }
}
