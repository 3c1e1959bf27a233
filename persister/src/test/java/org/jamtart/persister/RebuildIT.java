package org.jamtart.persister;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.jamtart.persister.projection.AddedTable;
import org.jamtart.persister.projection.Projection;
import org.jamtart.testsupport.Await;
import org.jamtart.testsupport.Fixtures;
import org.jamtart.testsupport.TestScope;
import org.jamtart.wire.AvailabilityEvent.ReceivingShardRequest;
import org.jamtart.wire.AvailabilityEvent.ShardRequestFailed;
import org.jamtart.wire.BlockDistributionEvent.BlockAnnouncementStreamOpened;
import org.jamtart.wire.ByteString;
import org.jamtart.wire.ConnectionSide;
import org.jamtart.wire.Event;
import org.jamtart.wire.Events;
import org.jamtart.wire.Protocol;
import org.jamtart.wire.StatusEvent.Status;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.jspecify.annotations.Nullable;

/**
 * What adds up is built again from the log. Every table that a projection declares is compared row for row with what the first
 * pass had left, so a new projection is tried here as soon as it is there.
 */
@SuppressWarnings("NullAway.Init")
@Order(1) // takes long
class RebuildIT {

  private static final Duration SOON = Duration.ofMinutes(4);
  private static final long MINUTE = 60_000_000;
  private static final String[] FAST = {"--tart.persister.replay.look-interval=50ms",
      "--tart.persister.replay.share=1", "--tart.persister.replay.max-events-per-transaction=97",
      "--tart.persister.counts.seconds=1d"};
  private static final String[] SLOW = {"--tart.persister.replay.look-interval=50ms",
      "--tart.persister.replay.share=0.3", "--tart.persister.replay.max-events-per-transaction=40",
      "--tart.persister.replay.lease=2s", "--tart.persister.counts.seconds=1d"};

  private final Random random = new Random(11);
  private final List<Connection> connections = new ArrayList<>();
  private TestScope scope;
  private TestLog log;
  private Tables tables;

  @BeforeEach
  void open() throws Exception {
    scope = TestScope.open("rebuild");
    log = TestLog.of(scope);
    tables = new Tables(scope.database());
  }

  @AfterEach
  void close() throws Exception {
    scope.close();
  }

  private void talk(int runs) throws Exception {
    for (int i = connections.size(); i < 16; i++) {
      Connection connection = Connection.of(i / 2); // two sessions each
      connections.add(connection);
      log.write(connection.open());
    }
    for (int i = 0; i < runs; i++) {
      Connection connection = connections.get(random.nextInt(connections.size()));
      long time = connection.now() - random.nextLong(0, 100 * MINUTE);
      long request = connection.nextEventId();
      log.write(connection.run(encode(new ReceivingShardRequest(time, Fixtures.peerId(1)))));
      List<byte[]> frames = new ArrayList<>(CountsIT.frames(random, time));
      frames.add(encode(new ShardRequestFailed(time + random.nextInt(5_000_000), request, "gone")));
      frames.add(encode(status(time)));
      frames.add(encode(new BlockAnnouncementStreamOpened(time, Fixtures.peerId(random.nextInt(9)),
          ConnectionSide.LOCAL)));
      var run = connection.run(frames);
      log.write(run);
      if (random.nextInt(8) == 0) {
        log.write(run);
      }
      if (i == 50) {
        connection.lose(2);
        log.send(new org.apache.kafka.clients.producer.ProducerRecord<>(log.settings.topic(), 1, null,
            new byte[]{1}, new byte[]{2}));
      }
    }
  }

  private static byte[] encode(Event event) {
    return Events.encode(event, new Protocol(1, 341));
  }

  private Status status(long time) {
    byte[] guarantees = new byte[341];
    random.nextBytes(guarantees);
    return new Status(time, random.nextInt(9), 3, 2, ByteString.of(guarantees), 5, random.nextLong(), 6, 7);
  }

  @Test
  void emptied_and_spoiled_tables_come_back_row_for_row() throws Exception {
    talk(250);
    try (var persister = persister(FAST)) {
      log.flush();
      var before = rows(persister);
      for (String table : List.of("node_count", "node_activity", "network_count", "core_count",
          "failure_count",
          "node_status", "network_status", "peer_count", "node_latency", "network_latency", "session_total",
          "node_total", "node_sum",
          "node_stream", "quarantine",
          "quarantine_group")) {
        assertThat(before.get(table)).as(table).isNotEmpty();
      }

      assertThat(finish(request("all", 3))).containsEntry("state", "done").containsEntry("error", null);
      assertThat(rows(persister)).as("into full tables").isEqualTo(before);

      for (String table : before.keySet()) {
        if (!table.equals("node_stream")) {
          tables.update("truncate " + table);
        }
      }
      tables.update("update node_stream set stored = 7, frames = frames * 2, quarantined = 0");
      var replay = finish(request("all", 3));
      assertThat(replay).containsEntry("state", "done").containsEntry("error", null);
      assertThat(rows(persister)).as("into empty tables").isEqualTo(before);
      assertThat(String.valueOf(replay.get("kept"))).isEqualTo("{}");

      tables.update("update node_count set events = events * 3 where type = 13");
      tables.update("insert into node_count select tier, bucket, node, 99, core, reason, 5 from node_count"
          + " where type = 13");
      assertThat(finish(request("counts", 3))).containsEntry("state", "done");
      assertThat(rows(persister)).as("spoiled").isEqualTo(before);
      assertThat(schemas()).isZero();
    }
  }

  @Test
  @Tag("long")
  void live_data_that_come_meanwhile_are_in_it_once() throws Exception {
    talk(200);
    try (var persister = persister(FAST)) {
      log.flush();
      var over = new AtomicBoolean();
      Thread speaker = Thread.ofPlatform().start(() -> {
        while (!over.get()) {
          try {
            talk(3);
            log.flush();
          } catch (Exception e) {
            throw new IllegalStateException(e);
          }
        }
      });
      try {
        var replay = finish(request("all", 3));
        assertThat(replay).containsEntry("state", "done").containsEntry("error", null);
        System.out
            .println("longest stop of a partition while rows were exchanged: " + replay.get("longest_stop_ms")
                + " ms, of " + tables.number("select count(*) from node_count")
                + " rows of node_count and those of the other tables");
      } finally {
        over.set(true);
        speaker.join();
      }
      log.flush();
      var after = rows(persister);
      // The same again when nothing else happens, from tables that have nothing of the first passes.
      tables.update(
          "truncate node_count, node_activity, network_count, core_count, node_status, network_status, node_latency, node_total,"
              + " node_sum, session_total, quarantine, quarantine_group");
      finish(request("all", 3));
      assertThat(rows(persister)).isEqualTo(after);
      assertThat(tables.number("select sum(events)::bigint from node_count where tier = 3"))
          .isEqualTo(tables.number("select count(*) from event"));
    }
  }

  @Test
  void another_persister_goes_on_when_the_one_that_builds_or_exchanges_dies() throws Exception {
    talk(250);
    Map<String, List<String>> before;
    try (var persister = persister(FAST)) {
      log.flush();
      before = rows(persister);
    }
    tables.update("truncate node_count, network_count, node_status, network_status");
    UUID id = request("counts,status", 3);
    try (var child = PersisterProcess.start(log.settings, scope.database(), 256, SLOW)) {
      Await.until("some records", SOON, () -> number("select records from replays where id = ?", id) > 20);
      child.kill();
    }
    long first = number("select records from replays where id = ?", id);
    assertThat(number("select count(*) from network_count")).isZero();
    try (var child = PersisterProcess.start(log.settings, scope.database(), 256, SLOW)) {
      Await.until("some partition to be exchanged", SOON,
          () -> number("select count(*) from network_count") > 0);
      child.kill();
    }
    assertThat(number("select count(distinct partition) from network_count")).isBetween(1L, 3L);
    assertThat(tables.row("select state from replays where id = ?", id)).containsEntry("state", "running");
    try (var persister = persister(FAST)) {
      var replay = finish(id);
      assertThat(replay).containsEntry("state", "done");
      assertThat(replay.get("records")).as("read once, though by three")
          .isEqualTo(replay.get("records_total"))
          .isEqualTo(number("select sum(next_offset)::bigint from log_position"));
      assertThat(first).isPositive();
      assertThat(rows(persister)).isEqualTo(before);
    }
  }

  @Test
  void a_cancelled_one_changes_nothing_and_goes_on_later_and_a_dry_run_only_looks() throws Exception {
    talk(250);
    try (var persister = persister(SLOW)) {
      log.flush();
      var before = rows(persister);
      UUID dry = request("all", 3);
      tables.update("update replays set dry_run = true where id = ?", dry);
      assertThat(finish(dry)).containsEntry("state", "done");

      UUID id = request("counts", 3);
      Await.until("some records", SOON, () -> number("select records from replays where id = ?", id) > 20);
      tables.update("update replays set state = 'cancelled', finished_at = now() where id = ?", id);
      UUID of = request("totals", 3);
      tables.update("update replays set nodes = array[decode(repeat('ab', 32), 'hex')] where id = ?", of);
      assertThat(finish(of)).containsEntry("state", "failed")
          .extractingByKey("error")
          .asString()
          .contains("[quarantine, totals, streams]", "for all nodes");
      assertThat(rows(persister)).isEqualTo(before);

      tables.update("truncate node_count");
      tables.update("update replays set state = 'pending', finished_at = null where id = ?", id);
      assertThat(finish(id)).containsEntry("state", "done");
      assertThat(rows(persister)).isEqualTo(before);
    }
  }

  @Test
  void what_the_log_does_not_have_any_more_is_kept_and_said() throws Exception {
    long now = Connection.of(0).received();
    Connection gone = Connection.of(1).receivedAt(now - 600 * MINUTE);
    Connection oldest = Connection.of(1).receivedAt(now - 360 * MINUTE);
    Connection young = Connection.of(2).receivedAt(now - 10 * MINUTE);
    log.write(gone.open(), gone.run(Connection.sync(gone.now())));
    Map<TopicPartition, RecordsToDelete> cut = new TreeMap<>(
        java.util.Comparator.comparing(TopicPartition::toString));
    for (RecordMetadata where : log.acknowledged()) {
      cut.put(new TopicPartition(where.topic(), where.partition()),
          RecordsToDelete.beforeOffset(where.offset() + 1));
    }
    log.write(oldest.open(), oldest.run(Connection.sync(oldest.now())), young.open(),
        young.run(Connection.sync(young.now())));
    try (var persister = persister(FAST)) {
      log.flush();
      log.admin.deleteRecords(cut).all().get();
      tables.update("update network_count set events = 1000");
      tables.update("update node_total set events = 1000");

      var replay = finish(request("all", 12));

      assertThat(replay).containsEntry("state", "done");
      assertThat(String.valueOf(replay.get("kept"))).contains("network_count, buckets of 1h",
          "rows of all time of 1 nodes");
      assertThat(tables.rows("select events from network_count where tier = 2 order by bucket"))
          .extracting(row -> row.get("events"))
          .containsExactly(1000L, 1000L, 1L);
      assertThat(tables.rows("select t.events from node_total t join node n on n.id = t.node"
          + " order by n.first_seen")).extracting(row -> row.get("events")).containsExactly(1000L, 1L);

      assertThat(finish(continued("0"))).as("what was there when it was planned")
          .containsEntry("state", "failed")
          .containsEntry("error",
              "the log dropped 2 records of the range before they were read; everything else is written");
      assertThat(finish(continued("next_offset + 5"))).as("of another log")
          .containsEntry("state", "failed")
          .extractingByKey("error")
          .asString()
          .contains("the log is another one");
      tables.update("insert into log_adoption values (now() + interval '1 minute', '{0}')");
      assertThat(finish(continued("0"))).as("since when the log is another one")
          .containsEntry("state", "failed")
          .extractingByKey("error")
          .asString()
          .contains("another log since it was planned");
    }
  }

  private RunningPersister persister(String... more) {
    return RunningPersister.start(log.settings, scope.database(), more).ready();
  }

  private UUID request(String projections, int hours) throws SQLException {
    return tables.requestReplay(projections, hours, 2, false);
  }

  /** One in place that was planned, stopped, and goes on from offsets, in SQL. */
  private UUID continued(String from) throws SQLException {
    UUID id = UUID.randomUUID();
    tables.update(
        """
            insert into replays (id, requested_at, range_from, range_to, projections, nodes, dry_run, state, updated_at,
              planned_at)
            values (?, now(), now() - interval '12 hours', now() + interval '2 hours', '{events}', '{}', false,
              'cancelled', now(), now())""",
        id);
    tables.update("insert into replay_position select ?, partition, " + from
        + ", next_offset + 9 * (" + from + " > 0)::integer from log_position where next_offset > 0", id);
    tables.update("update replays set state = 'pending' where id = ?", id);
    return id;
  }

  private Map<String, @Nullable Object> finish(UUID id) {
    return Await.value("the end of the replay", SOON,
        () -> tables.row("select * from replays where id = ?", id),
        row -> row.get("finished_at") != null && !"running".equals(row.get("state"))
            && !"pending".equals(row.get("state")));
  }

  private long number(String sql, Object... arguments) {
    try {
      return tables.number(sql, arguments);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private long schemas() {
    return number("select count(*) from pg_namespace where nspname like 'tart\\_replay\\_%'");
  }

  /** Every row of every table that adds up, but for when it was written. */
  private Map<String, List<String>> rows(RunningPersister persister) throws SQLException {
    Map<String, List<String>> rows = new TreeMap<>();
    for (Projection projection : persister.context.getBeansOfType(Projection.class).values()) {
      if (projection.kind() == Projection.Kind.ADDITIVE) {
        assertThat(projection.added()).as(projection.name()).isNotEmpty();
      }
      for (AddedTable table : projection.added()) {
        rows.put(table.table(), tables.rows(
            "select (to_jsonb(t) - ?::text[])::text as row from " + table.table() + " t order by 1",
            "{" + String.join(",", table.kept()) + "}").stream().map(row -> "" + row.get("row")).toList());
      }
    }
    return rows;
  }
}
