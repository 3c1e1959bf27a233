package org.jamtart.persister;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jamtart.log.GatewayState;
import org.jamtart.log.LogCodec;
import org.jamtart.log.LogRecord;
import org.jamtart.log.LogRecord.Heartbeat;
import org.jamtart.log.LogRecord.Run;
import org.jamtart.log.LogRecord.SessionRef;
import org.jamtart.testsupport.Fixtures;
import org.jamtart.testsupport.TartTest;
import org.jamtart.testsupport.TestScope;
import org.jamtart.wire.NodeInformation;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What becomes of frames and records, each test with a node of its own in front of one persister. */
@TartTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class StoredFramesIT {

  private static final long MICROS_A_DAY = Duration.ofDays(1).toMillis() * 1000;

  private final TestLog log;
  private final Tables tables;
  private final TestScope scope;
  private @Nullable RunningPersister persister;

  StoredFramesIT(TestScope scope) throws Exception {
    this.scope = scope;
    this.log = TestLog.of(scope);
    this.tables = new Tables(scope.database());
  }

  @BeforeAll
  void start() {
    // What is right must be right without maintenance that happens to come by.
    persister = RunningPersister.start(log.settings, scope.database(),
        "--tart.persister.maintenance-interval=1h");
  }

  @AfterAll
  void stop() {
    if (persister != null) {
      persister.close();
    }
  }

  private Map<String, @Nullable Object> session(Connection connection) throws Exception {
    return tables.row("select * from session where uuid = ?", connection.session.session());
  }

  private List<Long> seqs(Connection connection) throws Exception {
    return tables
        .rows("select e.seq from event e join session s on s.id = e.session where s.uuid = ? order by e.seq",
            connection.session.session())
        .stream()
        .map(row -> (Long) row.get("seq"))
        .toList();
  }

  private List<Map<String, @Nullable Object>> events(Connection connection) throws Exception {
    return tables.rows(
        "select e.* from event e join session s on s.id = e.session where s.uuid = ? order by e.seq",
        connection.session.session());
  }

  private List<Map<String, @Nullable Object>> quarantine(Connection connection) throws Exception {
    return tables.rows(
        "select q.* from quarantine q join session s on s.id = q.session where s.uuid = ? order by q.seq",
        connection.session.session());
  }

  private Map<String, @Nullable Object> total(Connection connection, int type) throws Exception {
    return tables.row(
        "select t.* from node_total t join session s on s.node = t.node where s.uuid = ? and type = ?",
        connection.session.session(), type);
  }

  @Test
  void a_session_tells_who_it_is_and_how_it_ended() throws Exception {
    Connection connection = Connection.of(100);
    log.write(connection.open(), connection.run(Connection.sync(connection.now())), connection.close())
        .flush();
    assertThat(session(connection)).containsEntry("next_seq", 1L)
        .containsEntry("duplicates", 0L)
        .containsEntry("missing", 0L)
        .containsEntry("remote", "192.0.2.1:40000")
        .containsEntry("end_reason", "node_closed")
        .containsEntry("complete", true)
        .containsEntry("gateway", connection.session.gateway())
        .containsEntry("protocol", 1)
        .containsEntry("cores", 341);
    Map<String, @Nullable Object> node = tables.row("select * from node where peer_id = ?",
        Fixtures.peerId(100).toByteArray());
    assertThat(node).containsEntry("implementation_name", "fixture-node")
        .containsEntry("gp_version", "0.7.2")
        .containsEntry("address", "127.0.0.1:40000")
        .containsEntry("last_seen", timestamp(connection.received()))
        .containsEntry("opened_at", timestamp(connection.received()));
    assertThat((byte[]) node.get("information"))
        .isEqualTo(Fixtures.nodeInformation(Fixtures.peerId(100)).encode());
  }

  private static Timestamp timestamp(long micros) {
    return Timestamp.from(Instant.ofEpochSecond(micros / 1_000_000, micros % 1_000_000 * 1000));
  }

  @Test
  void a_run_that_comes_again_is_skipped_and_counted() throws Exception {
    Connection connection = Connection.of(101);
    Run first = connection.run(Connection.sync(connection.now()), Connection.sync(connection.now()));
    Run second = connection.run(Connection.sync(connection.now()));
    log.write(connection.open(), first, first, second, first, connection.open()).flush();
    assertThat(seqs(connection)).containsExactly(0L, 1L, 2L);
    assertThat(session(connection)).containsEntry("next_seq", 3L).containsEntry("duplicates", 4L);
    assertThat(total(connection, 13)).containsEntry("events", 3L);
  }

  @Test
  void of_a_run_that_overlaps_the_new_frames_are_kept_with_their_own_ids() throws Exception {
    Connection connection = Connection.of(102);
    byte[] sync = Connection.sync(connection.now());
    byte[] dropped = Connection.dropped(connection.now(), 10);
    Run first = connection.run(sync, dropped);
    Run more = connection.run(sync);
    Run both = new Connection(connection.session.node(), connection.session.session(),
        connection.session.gateway(),
        new byte[0], 1, 341).receivedAt(connection.received()).run(sync, dropped, sync);
    log.write(connection.open(), first, both, more).flush();
    assertThat(events(connection)).extracting(row -> row.get("event_id")).containsExactly(0L, 1L, 11L);
    assertThat(session(connection)).containsEntry("duplicates", 3L).containsEntry("missing", 0L);
  }

  @Test
  void frames_that_never_came_are_counted_and_the_rest_is_stored() throws Exception {
    Connection connection = Connection.of(103);
    LogRecord first = connection.run(Connection.sync(connection.now()));
    connection.lose(5);
    LogRecord second = connection.run(Connection.sync(connection.now()));
    connection.lose(2);
    log.write(connection.open(), first, second, connection.close()).flush();
    assertThat(seqs(connection)).containsExactly(0L, 6L);
    assertThat(session(connection)).containsEntry("missing", 7L)
        .containsEntry("next_seq", 9L)
        .containsEntry("end_reason", "node_closed")
        .containsEntry("complete", false);
  }

  @Test
  void a_run_without_its_open_makes_its_session() throws Exception {
    Connection connection = Connection.of(104);
    log.write(connection.run(Connection.sync(connection.now()))).flush();
    assertThat(seqs(connection)).containsExactly(0L);
    assertThat(session(connection)).containsEntry("information", null).containsEntry("cores", 341);
    assertThat(tables.row("select * from node where peer_id = ?", Fixtures.peerId(104).toByteArray()))
        .containsEntry("implementation_name", "")
        .containsEntry("information", null);
    log.write(connection.open()).flush();
    assertThat(tables.row("select * from node where peer_id = ?", Fixtures.peerId(104).toByteArray()))
        .containsEntry("implementation_name", "fixture-node");
    assertThat(session(connection).get("information")).isNotNull();
  }

  @Test
  void the_newest_session_describes_its_node_whatever_comes_last() throws Exception {
    NodeInformation told = Fixtures.nodeInformation(Fixtures.peerId(105));
    Connection newer = Connection.of(105);
    Connection older = renamed(told, "older").receivedAt(newer.received() - 5_000_000);
    log.write(newer.open(), older.open(), older.run(Connection.sync(older.now()))).flush();
    assertThat(tables.row("select * from node where peer_id = ?", Fixtures.peerId(105).toByteArray()))
        .containsEntry("implementation_name", "fixture-node")
        .containsEntry("first_seen", timestamp(older.received()))
        .containsEntry("last_seen", timestamp(newer.received()));
  }

  private static Connection renamed(NodeInformation told, String name) {
    var information = new NodeInformation(told.protocolVersion(), told.parameters(), told.genesisHash(),
        told.peerId(),
        told.peerAddress(), told.flags(), name, told.implementationVersion(), told.gpVersion(), told.note());
    return new Connection(told.peerId(), UUID.randomUUID(), UUID.randomUUID(), information.encode(),
        told.protocolVersion(), told.parameters().coreCount());
  }

  @Test
  void a_nul_in_a_text_stops_nothing() throws Exception {
    Connection connection = renamed(Fixtures.nodeInformation(Fixtures.peerId(106)), "no\0de");
    log.write(connection.open(), connection.run(Connection.sync(connection.now()))).flush();
    assertThat(tables.row("select * from node where peer_id = ?", Fixtures.peerId(106).toByteArray()))
        .containsEntry("implementation_name", "no\uFFFDde");
    assertThat(seqs(connection)).containsExactly(0L);
  }

  @Test
  void ids_that_no_bigint_holds_keep_their_bits_and_unknown_ones_are_null() throws Exception {
    Connection connection = Connection.of(107);
    long now = connection.now();
    log.write(connection.open(), connection.run(Connection.dropped(now, Long.MIN_VALUE), Connection.sync(now),
        Connection.event(now, 0, (byte) 1), Connection.sync(now))).flush();
    assertThat(events(connection)).extracting(row -> row.get("event_id"))
        .containsExactly(0L, Long.MIN_VALUE, null);
    assertThat(quarantine(connection)).singleElement()
        .satisfies(
            row -> assertThat(row).containsEntry("event_id", Long.MIN_VALUE + 1).containsEntry("type", 0));
    assertThat(total(connection, 0).get("dropped")).hasToString("9223372036854775808");
  }

  @Test
  void a_slot_can_be_the_greatest_there_is() throws Exception {
    Connection connection = Connection.of(108);
    byte[] slotAndHash = new byte[36];
    Arrays.fill(slotAndHash, (byte) 0xff);
    log.write(connection.open(), connection.run(Connection.event(connection.now(), 11, slotAndHash))).flush();
    assertThat(events(connection)).singleElement().satisfies(row -> {
      assertThat(row).containsEntry("slot", 4_294_967_295L).containsEntry("type", 11);
      assertThat((byte[]) row.get("hash")).hasSize(32);
    });
  }

  @Test
  void impossible_times_are_flagged_and_filed_under_their_receipt() throws Exception {
    Connection connection = Connection.of(109);
    long hour = Duration.ofHours(1).toMillis() * 1000;
    log.write(connection.open(),
        connection.run(Connection.sync(0), Connection.sync(-1), Connection.sync(connection.now()),
            Connection.sync(connection.now() + hour), Connection.sync(connection.now() + hour + 1)))
        .flush();
    assertThat(events(connection)).extracting(row -> row.get("implausible"))
        .containsExactly(true, true, false, false, true);
    assertThat(events(connection)).extracting(row -> row.get("time"))
        .containsExactly(timestamp(connection.received()), timestamp(connection.received()),
            timestamp(connection.received()), timestamp(connection.received() + hour),
            timestamp(connection.received()));
  }

  @Test
  void an_unknown_type_is_an_event_and_an_empty_frame_is_none() throws Exception {
    Connection connection = Connection.of(110);
    log.write(connection.open(),
        connection.run(Connection.event(connection.now(), 255, (byte) 1, (byte) 2), new byte[0],
            Connection.malformed(connection.now()), new byte[8]))
        .flush();
    assertThat(events(connection)).singleElement()
        .satisfies(row -> assertThat(row).containsEntry("type", 255).containsEntry("event_id", 0L));
    assertThat(total(connection, 255)).containsEntry("events", 1L).containsEntry("unknown", 1L);
    assertThat(total(connection, -1)).containsEntry("events", 0L).containsEntry("malformed", 2L);
    List<Map<String, @Nullable Object>> quarantined = quarantine(connection);
    assertThat(quarantined).extracting(row -> row.get("type")).containsExactly(-1, 13, -1);
    assertThat(quarantined).extracting(row -> row.get("event_id")).containsExactly(1L, 2L, 3L);
    assertThat(quarantined).extracting(row -> row.get("reason"))
        .containsExactly("truncated", "invalid_bool", "truncated");
    assertThat(quarantined.get(1)).containsEntry("field", "synced")
        .containsEntry("at", 9)
        .containsEntry("time", timestamp(connection.received()));
    assertThat(quarantined.get(0)).containsEntry("time", null);
  }

  @Test
  void quarantine_keeps_the_bytes_of_a_hundred_and_counts_all() throws Exception {
    Connection connection = Connection.of(111);
    log.write(connection.open());
    for (int i = 0; i < 5; i++) {
      List<byte[]> frames = new ArrayList<>();
      for (int j = 0; j < 30; j++) {
        frames.add(Connection.malformed(connection.now()));
      }
      log.write(connection.run(frames)).flush();
    }
    assertThat(quarantine(connection)).hasSize(100);
    assertThat(quarantine(connection)).extracting(row -> row.get("seq"))
        .contains(0L, 99L)
        .doesNotContain(100L);
    assertThat(tables.number("""
        select sum(frames) from quarantine_group g join session s on s.node = g.node where s.uuid = ?""",
        connection.session.session())).isEqualTo(150);
    assertThat(total(connection, 13)).containsEntry("malformed", 150L);
  }

  @Test
  void a_record_that_is_not_ours_is_kept_in_quarantine() throws Exception {
    var record = new ProducerRecord<>(log.settings.topic(), 2, 1L, "who".getBytes(StandardCharsets.US_ASCII),
        "not\0ours".getBytes(StandardCharsets.US_ASCII));
    log.send(record);
    var truncated = LogCodec.encode(log.settings.topic(),
        Connection.of(112).run(Connection.sync(0)));
    truncated.headers().remove("kind");
    log.send(truncated);
    log.flush();
    assertThat(tables.rows("select * from quarantine where node = 0 and reason = 'not_tart'"))
        .hasSize(1) // the other one says that it was written in 1970, which is past retention: counted alone
        .first()
        .satisfies(row -> assertThat((String) row.get("message")).contains("kind"));
    assertThat(
        tables.number("select sum(frames) from quarantine_group where node = 0 and reason = 'not_tart'"))
        .isEqualTo(2);
  }

  @Test
  void a_session_of_another_node_is_not_touched() throws Exception {
    Connection owner = Connection.of(113);
    log.write(owner.open(), owner.run(Connection.sync(owner.now()))).flush();
    SessionRef ref = owner.session;
    var thief = new Connection(Fixtures.peerId(114), ref.session(), ref.gateway(), new byte[0], 1, 341);
    log.write(thief.run(Connection.sync(thief.now())), thief.run(Connection.sync(thief.now()))).flush();
    assertThat(session(owner)).containsEntry("next_seq", 1L).containsEntry("duplicates", 0L);
    assertThat(tables.number("select count(*) from quarantine where reason = 'unstorable' and message like ?",
        "%" + ref.session() + "%")).isEqualTo(2);
  }

  @Test
  void what_is_past_retention_is_counted_and_not_written() throws Exception {
    Connection connection = Connection.of(115);
    connection.receivedAt(connection.received() - 8 * MICROS_A_DAY);
    log.write(connection.open(), connection.run(Connection.sync(connection.now()), Connection.malformed(0)))
        .flush();
    assertThat(seqs(connection)).isEmpty();
    assertThat(quarantine(connection)).isEmpty();
    assertThat(total(connection, 13)).containsEntry("events", 1L)
        .containsEntry("expired", 1L)
        .containsEntry("malformed", 1L);
    assertThat(session(connection)).containsEntry("next_seq", 2L);
  }

  @Test
  void partitions_that_are_missing_are_made_when_a_row_needs_them() throws Exception {
    Connection connection = Connection.of(116);
    long received = connection.received();
    log.write(connection.open());
    for (int days : List.of(6, 3, 4, 5)) {
      connection.receivedAt(received - days * MICROS_A_DAY);
      log.write(connection.run(Connection.sync(connection.now()), Connection.malformed(connection.now())));
    }
    log.flush();
    assertThat(seqs(connection)).containsExactly(0L, 2L, 4L, 6L);
    assertThat(quarantine(connection)).hasSize(4);
  }

  @Test
  void a_partition_that_was_dropped_behind_its_back_is_made_again() throws Exception {
    Connection connection = Connection.of(117);
    connection.receivedAt(connection.received() - 2 * MICROS_A_DAY);
    log.write(connection.open(), connection.run(Connection.sync(connection.now()))).flush();
    String partition = (String) tables
        .row("select tableoid::regclass::text as name from event e where node = "
            + "(select id from node where peer_id = ?)", Fixtures.peerId(117).toByteArray())
        .get("name");
    tables.update("drop table " + partition);
    log.write(connection.run(Connection.sync(connection.now()))).flush();
    assertThat(seqs(connection)).containsExactly(1L);
    assertThat(total(connection, 13)).containsEntry("events", 2L);
  }

  @Test
  void heartbeats_tell_when_a_gateway_lives() throws Exception {
    UUID gateway = UUID.randomUUID();
    long start = Connection.of(0).received();
    log.write(new Heartbeat(gateway, start, new GatewayState("gw\0a", GatewayState.Phase.START, start, 0)),
        new Heartbeat(gateway, start + 5_000_000,
            new GatewayState("gw\0a", GatewayState.Phase.BEAT, start, 7)))
        .flush();
    assertThat(tables.row("select * from gateway where id = ?", gateway)).containsEntry("name", "gw\uFFFDa")
        .containsEntry("connections", 7)
        .containsEntry("started_at", timestamp(start))
        .containsEntry("last_heartbeat", timestamp(start + 5_000_000))
        .containsEntry("stopped_at", null);
    log.write(new Heartbeat(gateway, start + 6_000_000,
        new GatewayState("gw\0a", GatewayState.Phase.STOP, start, 0)))
        .flush();
    assertThat(tables.row("select * from gateway where id = ?", gateway)).containsEntry("connections", 0)
        .containsEntry("stopped_at", timestamp(start + 6_000_000));
  }
}
