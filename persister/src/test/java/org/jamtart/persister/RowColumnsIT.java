package org.jamtart.persister;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Collectors;
import org.hibernate.SessionFactory;
import org.jamtart.persister.context.Context;
import org.jamtart.persister.context.Opening;
import org.jamtart.persister.context.OpeningKey;
import org.jamtart.persister.context.OpeningRows;
import org.jamtart.persister.context.Remembered;
import org.jamtart.persister.database.Database;
import org.jamtart.persister.projection.Inserts;
import org.jamtart.store.EventColumns;
import org.jamtart.store.GatewayRow;
import org.jamtart.store.NodeRow;
import org.jamtart.store.NodeStreamRow;
import org.jamtart.store.OpeningEntry;
import org.jamtart.store.OpeningPacks;
import org.jamtart.store.QuarantineGroupRow;
import org.jamtart.store.QuarantineRow;
import org.jamtart.store.RowInsert;
import org.jamtart.store.Schema;
import org.jamtart.store.SessionRow;
import org.jamtart.store.SumColumns;
import org.jamtart.store.SumTable;
import org.jamtart.testsupport.TartTest;
import org.jamtart.testsupport.TestScope;
import org.jamtart.wire.Bytes32;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * The SQL of the entities lists its columns in the order in which Hibernate binds them, and that of other rows brings them as arrays: every
 * column gets a value of its own and is read by name. Two rows are written at once, in one statement.
 */
@TartTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RowColumnsIT {

  private static final Instant BASE = Instant.parse("2026-05-01T00:00:00Z");

  private final TestScope scope;
  private final Tables tables;
  private final SessionFactory factory;

  RowColumnsIT(TestScope scope) {
    this.scope = scope;
    this.tables = new Tables(scope.database());
    this.factory = Database.sessionFactory(scope.database().dataSource());
  }

  @BeforeAll
  void makePartitions() throws Exception {
    tables
        .update("create table event_all partition of event for values from ('2020-01-01') to ('2030-01-01')");
    tables.update(
        "create table quarantine_all partition of quarantine for values from ('2020-01-01') to ('2030-01-01')");
  }

  @AfterAll
  void close() {
    factory.close();
  }

  private static Instant at(int seconds) {
    return BASE.plusSeconds(seconds);
  }

  private static Timestamp time(int seconds) {
    return Timestamp.from(at(seconds));
  }

  private void insert(Object... rows) {
    factory.inStatelessTransaction(database -> database.insertMultiple(List.of(rows)));
  }

  @SafeVarargs
  private <R> void insert(RowInsert<R> insert, R... rows) {
    factory.inStatelessTransaction(database -> Inserts.rows(database, insert, List.of(rows)));
  }

  private static void check(Map<String, @Nullable Object> row, Map<String, Object> expected) {
    assertThat(row.keySet()).isEqualTo(expected.keySet());
    expected.forEach((column, value) -> assertThat(row.get(column)).as(column).isEqualTo(value));
  }

  @Test
  void every_column_of_an_event_gets_its_value() throws Exception {
    insertEvents(1, 2, 1);
    assertThat(tables.number("select count(*) from event where session = 2")).isEqualTo(2);
    check(tables.row("select * from event where session = 2 and seq = 1"),
        Map.ofEntries(Map.entry("time", time(1)), Map.entry("session", 2L), Map.entry("seq", 1L),
            Map.entry("event_id", 3L), Map.entry("received", time(4)), Map.entry("slot", 5L),
            Map.entry("ref", 6L),
            Map.entry("node", 7), Map.entry("core", 8), Map.entry("type", 9), Map.entry("implausible", true),
            Map.entry("hash", new byte[]{10}), Map.entry("bytes", new byte[]{11})));
  }

  @Test
  void what_an_event_does_not_have_is_null_beside_rows_that_have_it() throws Exception {
    var columns = new EventColumns();
    columns.add(micros(1), 3, 1, null)
        .about(7, null, null, null, null)
        .end(micros(4), (short) 9, false, new byte[0]);
    addEvent(columns, 2);
    write(columns);

    Map<String, @Nullable Object> row = tables.row("select * from event where session = 3");
    for (String column : List.of("event_id", "slot", "ref", "core", "hash")) {
      assertThat(row.get(column)).as(column).isNull();
    }
    assertThat(row.get("bytes")).isEqualTo(new byte[0]);
  }

  @Test
  void a_time_keeps_its_microseconds() throws Exception {
    var columns = new EventColumns();
    long odd = micros(1) + 123_457;
    columns.add(odd, 4, 1, null).about(7, null, null, null, null).end(odd + 1, (short) 9, false, new byte[0]);
    write(columns);

    assertThat(
        tables.number("select (extract(epoch from time) * 1000000)::bigint from event where session = 4"))
        .isEqualTo(odd);
    assertThat(
        tables.number("select (extract(epoch from received) * 1000000)::bigint from event where session = 4"))
        .isEqualTo(odd + 1);
  }

  private void insertEvents(long... seqs) {
    var columns = new EventColumns();
    for (long seq : seqs) {
      addEvent(columns, seq);
    }
    write(columns);
  }

  private static void addEvent(EventColumns columns, long seq) {
    columns.add(micros(1), 2, seq, 3L)
        .about(7, 5L, 6L, 8, new byte[]{10})
        .end(micros(4), (short) 9, true, new byte[]{11});
  }

  private static long micros(int seconds) {
    return at(seconds).getEpochSecond() * 1_000_000;
  }

  private void write(EventColumns columns) {
    write(EventColumns.INSERT, columns.parameters(0, columns.size()));
  }

  private void add(SumColumns columns) {
    write(columns.table().insert(), columns.parameters(0, columns.size()));
  }

  private void write(String sql, List<Object> parameters) {
    factory.inStatelessTransaction(database -> {
      var insert = database.createNativeMutationQuery(sql);
      for (int i = 0; i < parameters.size(); i++) {
        insert.setParameter(i + 1, parameters.get(i));
      }
      insert.executeUpdate();
    });
  }

  @Test
  void every_column_of_a_quarantined_frame_gets_its_value() throws Exception {
    UUID id = new UUID(0, 1);
    insert(quarantined(id), quarantined(new UUID(0, 2)), quarantined(id));
    assertThat(tables.number("select count(*) from quarantine")).isEqualTo(2);
    check(tables.row("select * from quarantine where id = ?", id),
        Map.ofEntries(Map.entry("received", time(1)), Map.entry("id", id), Map.entry("partition", 2),
            Map.entry("position", 3L), Map.entry("reason", "r"), Map.entry("message", "m"),
            Map.entry("bytes", new byte[]{4}), Map.entry("node", 5), Map.entry("session", 6L),
            Map.entry("seq", 7L),
            Map.entry("event_id", 8L), Map.entry("type", 9), Map.entry("time", time(10)),
            Map.entry("field", "f"),
            Map.entry("at", 11), Map.entry("expected", "e"), Map.entry("found", "g")));
  }

  private static QuarantineRow quarantined(UUID id) {
    return new QuarantineRow(at(1), id, 2, 3, "r", "m", new byte[]{4}).frame(5, 6, 7, 8L, (short) 9, at(10))
        .where("f", 11, "e", "g");
  }

  @Test
  void every_column_of_a_node_gets_its_value_and_the_newest_description_stays() throws Exception {
    insert(NodeRow.INSERT, node(1, 20, "new"), node(2, 20, "two"));
    insert(NodeRow.INSERT, node(1, 10, "old"));
    insert(NodeRow.INSERT, new NodeRow(1, new byte[]{1}, at(-5), at(99)));
    check(tables.row("select * from node where id = 1"),
        Map.ofEntries(Map.entry("id", 1), Map.entry("peer_id", new byte[]{1}),
            Map.entry("implementation_name", "new"), Map.entry("implementation_version", "v"),
            Map.entry("gp_version", "g"), Map.entry("information", new byte[]{4}), Map.entry("address", "a"),
            Map.entry("opened_at", time(20)), Map.entry("first_seen", time(-5)),
            Map.entry("last_seen", time(99))));
  }

  private static NodeRow node(int id, int openedAt, String name) {
    return new NodeRow(id, new byte[]{(byte) id}, at(1), at(2)).described(at(openedAt), new byte[]{4}, name,
        "v", "g",
        "a");
  }

  @Test
  void every_column_of_a_session_gets_its_value_and_is_replaced() throws Exception {
    UUID uuid = new UUID(1, 1);
    UUID gateway = new UUID(2, 2);
    insert(SessionRow.INSERT, session(1, uuid, gateway).introduced(new byte[]{9}, "r"),
        session(2, new UUID(3, 3), gateway));
    insert(SessionRow.INSERT, session(1, uuid, gateway).counted(5, 6, 7).ended(at(8), "why", true));
    check(tables.row("select * from session where id = 1"),
        Map.ofEntries(Map.entry("id", 1L), Map.entry("uuid", uuid), Map.entry("node", 10),
            Map.entry("gateway", gateway),
            Map.entry("protocol", 1), Map.entry("cores", 341), Map.entry("remote", "r"),
            Map.entry("information", new byte[]{9}), Map.entry("opened_at", time(3)),
            Map.entry("last_received", time(4)),
            Map.entry("next_seq", 5L), Map.entry("duplicates", 6L), Map.entry("missing", 7L),
            Map.entry("ended_at", time(8)),
            Map.entry("end_reason", "why"), Map.entry("complete", true)));
  }

  private static SessionRow session(long id, UUID uuid, UUID gateway) {
    return new SessionRow(id, uuid, 10, gateway, 1, 341, at(3), at(4));
  }

  @Test
  void every_column_of_a_gateway_gets_its_value_and_the_newest_beat_stays() throws Exception {
    UUID id = new UUID(7, 7);
    insert(new GatewayRow(id, "g", at(1), at(5), at(6), 3),
        new GatewayRow(new UUID(8, 8), "h", at(1), at(5), null, 3));
    insert(new GatewayRow(id, "g", at(1), at(4), null, 9));
    check(tables.row("select * from gateway where id = ?", id),
        Map.of("id", id, "name", "g", "started_at", time(1),
            "last_heartbeat", time(5), "stopped_at", time(6), "connections", 3));
  }

  @Test
  void counts_add_up_in_their_own_columns() throws Exception {
    var dropped = new BigInteger("18446744073709551615");
    for (int i = 0; i < 2; i++) {
      var sessions = new SumColumns(SumTable.SESSION_TOTAL);
      sessions.with(1).with(3).with(4).with(5).with(6).with(dropped);
      sessions.with(2).with(1).with(1).with(1).with(1).with(dropped);
      add(sessions);
      add(new SumColumns(SumTable.NODE_TOTAL).with(1).with(2).with(3).with(4).with(5).with(6).with(dropped));
      add(new SumColumns(SumTable.NODE_SUM).with(1).with(3).with(4).with(5).with(6).with(dropped));
      insert(new QuarantineGroupRow(new QuarantineGroupRow.Key(at(0), 1, 2, "r", (short) 3), 4));
    }
    Map<String, Object> counts = Map.of("events", 6L, "unknown", 8L, "expired", 10L, "malformed", 12L,
        "dropped", new BigDecimal(dropped).multiply(BigDecimal.TWO));
    for (String of : List.of("session_total where session = 1", "node_total where node = 1 and type = 2",
        "node_sum where node = 1")) {
      check(tables.row("select events, unknown, expired, malformed, dropped from " + of), counts);
    }
    check(tables.row("select * from quarantine_group"),
        Map.of("node", 1, "type", 3, "reason", "r", "hour", time(0), "partition", 2, "frames", 8L));
  }

  @Test
  void counts_in_buckets_add_up_and_keep_what_is_greatest() throws Exception {
    tables.update(
        "create table peer_count_all partition of peer_count for values from ('2020-01-01') to ('2030-01-01')");
    tables.update("create table node_activity_all partition of node_activity_1h"
        + " for values from ('2020-01-01') to ('2030-01-01')");
    for (int i = 0; i < 2; i++) {
      add(new SumColumns(SumTable.PEER_COUNT).with(micros(0))
          .with(62)
          .with(1)
          .with(new byte[]{2})
          .with(3)
          .with(micros(9 - i)));
      add(new SumColumns(SumTable.NODE_ACTIVITY).with(3)
          .with(micros(0))
          .with(1)
          .with(2)
          .with(3)
          .with(BigInteger.TWO.pow(64))
          .with(4 + i)
          .with(6 - i));
    }
    check(tables.row("select * from peer_count"), Map.of("bucket", time(0), "type", 62, "node", 1, "peer",
        new byte[]{2}, "events", 6L, "last", time(9)));
    check(tables.row("select * from node_activity"),
        Map.of("tier", 3, "bucket", time(0), "node", 1, "events", 4L, "failures", 6L, "dropped",
            new BigDecimal(BigInteger.TWO.pow(65)), "best_slot", 5L, "finalized_slot", 6L));
  }

  @Test
  void an_account_adds_up_and_keeps_its_newest_lags() throws Exception {
    for (int i = 0; i < 2; i++) {
      insert(NodeStreamRow.INSERT,
          new NodeStreamRow(1).sessions(1)
              .received(2, 3, 4, at(i))
              .events(5, 6)
              .malformed(7, 8)
              .lags(9 + i, 11 + i),
          new NodeStreamRow(2).sessions(1));
    }
    insert(NodeStreamRow.INSERT, new NodeStreamRow(1).malformed(-1, -2));
    check(tables.row("select * from node_stream where node = 1"),
        Map.ofEntries(Map.entry("node", 1), Map.entry("sessions", 2L), Map.entry("frames", 4L),
            Map.entry("duplicates", 6L), Map.entry("missing", 8L), Map.entry("missing_at", time(1)),
            Map.entry("stored", 10L), Map.entry("expired", 12L), Map.entry("quarantined", 13L),
            Map.entry("beyond", 14L), Map.entry("event_lag", 10L), Map.entry("receipt_lag", 12L)));
  }

  /** What an hour's events may refer to goes on to be found when the tables change. */
  @Test
  void openings_of_before_there_were_packs_are_in_packs_and_the_last_use_and_first_completion_count()
      throws Exception {
    tables.update("drop table opening_pack");
    tables.update(changes("openings"));
    tables.update("alter table opening add column peer bytea, add column audit bigint");
    tables.update(
        "create table opening_20260501 partition of opening for values from ('2026-05-01') to ('2026-05-02')");
    tables.update(
        """
            insert into opening (used, session, id, seq, time, completed, submission, slot, core, type, kind, hash, work_package,
              services, peer, audit)
            values ('2026-05-01 00:00:00.000001Z', 1, -65, 2, '2026-05-01 00:00:00.000003Z', 4, 5, 4294967295, 7, 90, 1,
                sha256('hash'), sha256('package'), '\\x01020304ffffffff', sha256('peer'), -8),
              ('2026-05-01 00:00:01Z', 1, 64, 2, '2026-05-01 00:00:02Z', null, null, null, null, 40, 0, null, null, null, null, null)""");
    tables.update(changes("opening-packs"));

    var full = new OpeningKey(1, -65, OpeningKey.Kind.AUDIT);
    var bare = new OpeningKey(1, 64, OpeningKey.Kind.EVENT);
    try (var connection = scope.database().connect()) {
      Map<OpeningKey, Remembered> found = OpeningRows
          .read(connection, List.of(full, bare, new OpeningKey(1, 65, OpeningKey.Kind.EVENT)), 0)
          .stream()
          .collect(Collectors.toMap(Remembered::key, each -> each));
      long base = micros(0);
      assertThat(found).hasSize(2);
      assertThat(found.get(full)).usingRecursiveComparison()
          .isEqualTo(new Remembered(full, base + 1, 2,
              new Opening((short) 90, base + 3, sha256("hash"), Bytes32.of(sha256("peer")), -8L,
                  new Context(-1, -1, null, new int[0], 5L)),
              new Remembered.Completion(4, new Context(7, 4_294_967_295L, sha256("package"),
                  new int[]{0x04030201, -1}, 5L))));
      assertThat(found.get(bare)).usingRecursiveComparison()
          .isEqualTo(new Remembered(bare, micros(1), 2,
              new Opening((short) 40, micros(2), null, null, null, Context.NONE), null));
    }
    assertThat(tables.number("select count(*) from pg_tables where tablename like 'opening%'"))
        .as("the table and its partition of that day")
        .isEqualTo(2);

    // Used again, in another transaction; and that once more by a replay, completed later and earlier.
    pack(entry(micros(30), null));
    pack(entry(micros(30), 9L), entry(micros(20), 3L));
    pack(entry(micros(30), 8L));
    pack(entry(micros(30), null));
    try (var connection = scope.database().connect()) {
      Remembered found = OpeningRows.read(connection, List.of(bare), 0).getFirst();
      assertThat(found.used()).isEqualTo(micros(30));
      assertThat(Objects.requireNonNull(found.completion()).seq()).isEqualTo(8);
      assertThat(OpeningRows.read(connection, List.of(bare), micros(31))).isEmpty();
    }
  }

  private static OpeningEntry entry(long used, @Nullable Long completed) {
    return new OpeningEntry(used, 64, (short) 0, 2, micros(2), (short) 90, null, null, null, completed, 64L,
        -1,
        -1, null, new int[0]);
  }

  private void pack(OpeningEntry... entries) {
    var packs = new OpeningPacks();
    for (OpeningEntry entry : entries) {
      packs.add(1, entry);
    }
    write(OpeningPacks.INSERT, packs.parameters(0, packs.size()));
  }

  private static byte[] sha256(String text) throws Exception {
    return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
  }

  /** The statements of one changelog. */
  private static String changes(String name) throws IOException {
    try (var file = Schema.class.getResourceAsStream("changelog-" + name + ".sql")) {
      return new String(Objects.requireNonNull(file).readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
