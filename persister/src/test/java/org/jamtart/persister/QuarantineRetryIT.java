package org.jamtart.persister;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.jamtart.testsupport.Await;
import org.jamtart.testsupport.TartTest;
import org.jamtart.testsupport.TestDatabase;
import org.jamtart.testsupport.TestScope;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What was quarantined by one version is decoded again by the next, whose decoder takes what the first did not. */
@TartTest
class QuarantineRetryIT {

  /** Beyond the quota of 100. */
  private static final int LENGTHENED = 130;

  private static final String EVENTS = """
      select s.uuid, e.seq, e.event_id, e.time, e.received, e.slot, e.ref, e.core, e.type, e.implausible, e.hash, e.bytes,
             n.peer_id
      from event e join session s on s.id = e.session join node n on n.id = e.node order by 1, 2""";

  private static final String BALANCE = """
      select x.frames, x.stored, x.expired, x.quarantined, x.beyond,
             (select count(*) from event e where e.node = x.node) as rows,
             (select count(*) from quarantine q where q.node = x.node) as kept,
             (select sum(events)::bigint from node_total t where t.node = x.node) as events,
             (select sum(malformed)::bigint from node_total t where t.node = x.node) as malformed,
             (select events from node_sum t where t.node = x.node) as events_in_all,
             (select malformed from node_sum t where t.node = x.node) as malformed_in_all,
             (select sum(events)::bigint from session_total) as of_sessions,
             (select sum(malformed)::bigint from session_total) as malformed_of_sessions,
             (select coalesce(sum(frames), 0)::bigint from quarantine_group) as grouped
      from node_stream x""";

  @Test
  void what_decodes_now_becomes_rows_once_and_leaves_the_quarantine(TestScope scope) throws Exception {
    TestLog log = TestLog.of(scope);
    Connection connection = Connection.of(7);
    List<byte[]> frames = new ArrayList<>();
    for (int i = 0; i < LENGTHENED; i++) {
      byte[] sync = Connection.sync(connection.now() + i);
      frames.add(Arrays.copyOf(sync, sync.length + 3));
      frames.add(Connection.sync(connection.now() + i));
    }
    frames.add(lengthened(Connection.dropped(connection.now(), 40)));
    frames.add(Connection.malformed(connection.now()));
    log.write(connection.open(), connection.run(frames));
    var tables = new Tables(scope.database());
    try (var first = RunningPersister.start(log.settings, scope.database())) {
      log.flush();
    }
    assertThat(tables.row(BALANCE).values()).as("the first version")
        .containsExactly(262L, 130L, 0L, 102L, 30L, 130L,
            102L, 130L, 132L, 130L, 132L, 130L, 132L, 132L);

    TestDatabase other = scope.closeLater(scope.infra().newDatabase("accepting"));
    try (var second = RunningPersister.start(log.settings, scope.database(),
        "--tart.wire.trailing-bytes=accepted")) {
      assertThat(retry(tables, "truncated")).as("another reason").containsExactly(0L, 0L, 0L);
      var before = tables.keptBuckets();
      assertThat(retry(tables, null)).containsExactly(101L, 1L, 30L);
      Tables.assertThatWhatHasItsVersionIsTheSame(before, tables.keptBuckets());
      assertThat(tables.row(BALANCE).values()).as("after it")
          .containsExactly(262L, 231L, 0L, 1L, 30L, 231L, 1L, 231L,
              31L, 231L, 31L, 231L, 31L, 31L);
      assertThat(tables.number("select sum(dropped)::bigint from node_total")).isEqualTo(40);
      assertThat(retry(tables, null)).as("again").containsExactly(0L, 1L, 30L);
      assertThat(tables.number("select count(*) from event")).isEqualTo(231);
      assertThat(tables.number("select next_seq from session")).isEqualTo(262);

      // The bytes of those beyond the quota are in the log: a replay brings them in.
      replay(tables, "all");
      assertThat(tables.row(BALANCE).values()).as("after the replay")
          .containsExactly(262L, 261L, 0L, 1L, 0L, 261L, 1L, 261L, 1L, 261L, 1L, 261L, 1L, 1L);
      assertThat(tables.number("select sum(events)::bigint from node_count where tier = 3")).isEqualTo(261);
      assertThat(retry(tables, null)).as("nothing is beyond").containsExactly(0L, 1L, 0L);
    }
    // A first pass by the second version has the same rows, and those beyond the quota.
    var settings = new org.jamtart.log.LogSettings(log.settings.bootstrapServers(), log.settings.topic(),
        scope.group() + "-other", 0, 0, log.settings.retention(), 0);
    try (var pass = RunningPersister.start(settings, other, "--tart.wire.trailing-bytes=accepted")) {
      var expected = new Tables(other);
      Await.until("all is stored", Duration.ofSeconds(30), () -> count(expected) == 261);
      List<String> all = expected.rows(EVENTS).stream().map(QuarantineRetryIT::text).toList();
      List<String> found = tables.rows(EVENTS).stream().map(QuarantineRetryIT::text).toList();
      // The IDs behind a Dropped that could not be read were not known; nothing came behind it but what does not decode.
      assertThat(all).containsExactlyElementsOf(found);
    }
  }

  @Test
  void what_decodes_now_leaves_the_quarantine_before_a_rebuild_counts_it() throws Exception {
    try (TestScope scope = TestScope.open("settling")) {
      TestLog log = TestLog.of(scope);
      Connection connection = Connection.of(8);
      log.write(connection.open(),
          connection.run(Connection.sync(connection.now()), lengthened(Connection.sync(connection.now()))));
      var tables = new Tables(scope.database());
      try (var first = RunningPersister.start(log.settings, scope.database())) {
        log.flush();
      }
      try (var second = RunningPersister.start(log.settings, scope.database(),
          "--tart.wire.trailing-bytes=accepted")) {
        replay(tables, "counts"); // which says nothing of the quarantine
        assertThat(tables.number("select sum(events)::bigint from node_count where tier = 3")).isEqualTo(2);
        assertThat(retry(tables, null)).as("nothing is left").containsExactly(0L, 0L, 0L);
        assertThat(tables.number("select sum(events)::bigint from node_count where tier = 3")).isEqualTo(2);
        assertThat(tables.number("select count(*) from event")).isEqualTo(2);
      }
    }
  }

  private static void replay(Tables tables, String projections) throws Exception {
    UUID replay = tables.requestReplay(projections);
    assertThat(Await.value("the end of the replay", Duration.ofSeconds(60),
        () -> tables.row("select state, error, finished_at from replays where id = ?", replay),
        row -> row.get("finished_at") != null)).containsEntry("state", "done").containsEntry("error", null);
  }

  private static long count(Tables tables) {
    try {
      return tables.number("select count(*) from event");
    } catch (java.sql.SQLException e) {
      throw new AssertionError(e);
    }
  }

  private static String text(java.util.Map<String, ?> row) {
    return row.entrySet()
        .stream()
        .map(each -> each.getKey() + "="
            + (each.getValue() instanceof byte[] bytes ? Arrays.toString(bytes) : each.getValue()))
        .toList()
        .toString();
  }

  /** What it decoded, what remains, what was beyond. */
  private static List<Object> retry(Tables tables, @Nullable String reason) throws Exception {
    UUID id = UUID.randomUUID();
    tables.update(
        "insert into quarantine_retry values (?, null, null, nullif(?, ''), now(), 'waiting', null, 0, null, null)",
        id, reason == null ? "" : reason);
    Await.until("the retry is done", Duration.ofSeconds(30), () -> {
      try {
        return "done".equals(tables.row("select state from quarantine_retry where id = ?", id).get("state"));
      } catch (java.sql.SQLException e) {
        throw new AssertionError(e);
      }
    });
    return new ArrayList<>(
        tables.row("select decoded, remaining, beyond from quarantine_retry where id = ?", id).values());
  }

  private static byte[] lengthened(byte[] event) {
    return Arrays.copyOf(event, event.length + 3);
  }
}
