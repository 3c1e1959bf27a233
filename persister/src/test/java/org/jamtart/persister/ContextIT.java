package org.jamtart.persister;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.LongStream;
import org.jamtart.log.EventNumber;
import org.jamtart.log.LogRecord.Run;
import org.jamtart.persister.context.Context;
import org.jamtart.persister.context.Opening;
import org.jamtart.persister.context.OpeningKey;
import org.jamtart.persister.context.OpeningRows;
import org.jamtart.persister.context.Remembered;
import org.jamtart.testsupport.Await;
import org.jamtart.testsupport.Fixtures;
import org.jamtart.testsupport.TartTest;
import org.jamtart.testsupport.TestScope;
import org.jamtart.wire.BlockAuthoringEvent.Authoring;
import org.jamtart.wire.BlockAuthoringEvent.AuthoringFailed;
import org.jamtart.wire.BlockAuthoringEvent.BlockVerified;
import org.jamtart.wire.BundleRecoveryEvent.BundleReconstructed;
import org.jamtart.wire.BundleRecoveryEvent.ReconstructingBundle;
import org.jamtart.wire.BundleRecoveryEvent.SendingBundleShardRequest;
import org.jamtart.wire.Bytes32;
import org.jamtart.wire.Event;
import org.jamtart.wire.Events;
import org.jamtart.wire.GuaranteeOutline;
import org.jamtart.wire.GuaranteeingEvent.ExtrinsicDataReceived;
import org.jamtart.wire.GuaranteeingEvent.GuaranteeBuilt;
import org.jamtart.wire.GuaranteeingEvent.GuaranteeSent;
import org.jamtart.wire.GuaranteeingEvent.ImportsReceived;
import org.jamtart.wire.GuaranteeingEvent.SendingGuarantee;
import org.jamtart.wire.GuaranteeingEvent.WorkPackageReceived;
import org.jamtart.wire.GuaranteeingEvent.WorkPackageSubmission;
import org.jamtart.wire.ImportSpec;
import org.jamtart.wire.Protocol;
import org.jamtart.wire.WorkItemOutline;
import org.jamtart.wire.WorkPackageOutline;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What events have from the earlier ones to which they refer, whatever lies between the two. */
@TartTest
class ContextIT {

  private static final List<Class<?>> WATCHED = List.of(Witness.class);
  private static final String SMALL = "--tart.persister.max-events-per-transaction=2";
  private static final String ONE = "--tart.persister.concurrency=1";
  private static final String NO_CACHE = "--tart.persister.context.cached=0";
  private static final Bytes32 PEER = Fixtures.peerId(99);
  private static final Bytes32 PACKAGE = Fixtures.peerId(7_007);
  private static final Bytes32 REPORT = Fixtures.peerId(8_008);
  private static final long MINUTE = 60_000_000;
  private static final UUID REPLAY = new UUID(4, 2);

  @Test
  void a_chain_keeps_its_facts_through_batches_restarts_and_rebalances(TestScope scope) throws Exception {
    TestLog log = TestLog.of(scope);
    List<Connection> connections = new ArrayList<>();
    for (int node = 0; node < 12; node++) {
      connections.add(Connection.of(node));
    }
    try (var ignored = persister(log, scope, SMALL, ONE)) {
      for (Connection node : connections) {
        log.write(node.open(), run(node, new WorkPackageSubmission(node.now(), PEER, false)),
            run(node, received(node.now(), 0, 3)), run(node, new ExtrinsicDataReceived(node.now(), 0)));
      }
      log.flush();
    }
    try (var first = persister(log, scope, SMALL, ONE)) {
      for (Connection node : connections) {
        log.write(run(node, new ImportsReceived(node.now(), 0)));
      }
      log.flush();
      try (var second = persister(log, scope, SMALL, ONE)) {
        for (Connection node : connections) {
          log.write(run(node, built(node.now(), 0), new SendingGuarantee(node.now(), 4, PEER)));
        }
        log.flush();
        assertThat(first.metric("tart_persister_records")).isPositive();
        assertThat(second.metric("tart_persister_records")).isPositive();
      }
      for (Connection node : connections) {
        log.write(run(node, new GuaranteeSent(node.now(), 5)));
      }
      log.flush();
    }
    String ofPackage = Witness.facts(3, -1, PACKAGE.toByteArray(), new int[]{-1, 5}, 0L);
    String ofGuarantee = Witness.facts(3, 77, PACKAGE.toByteArray(), new int[]{-1, 5}, 0L);
    for (Connection node : connections) {
      assertThat(facts(node)).containsExactly(Witness.facts(-1, -1, null, new int[0], 0L), ofPackage,
          ofPackage, ofPackage, ofGuarantee, ofGuarantee, ofGuarantee);
      assertThat(opening(node, 6).type()).isEqualTo((short) 106);
      assertThat(opening(node, 6).timeMicros()).isEqualTo(node.received());
      assertThat(opening(node, 5).hash()).isEqualTo(REPORT.toByteArray());
    }
    var tables = new Tables(scope.database());
    assertThat(tables.rows(
        "select type, core, sum(events)::bigint as events from core_count_1h where core = 3 group by 1, 2"))
        .extracting(row -> row.get("type") + "/" + row.get("core") + "/" + row.get("events"))
        .containsExactlyInAnyOrder("94/3/12", "96/3/12", "97/3/12", "105/3/12", "106/3/12", "108/3/12");
    assertThat(tables.number(
        "select count(*) from event where core = 3 and hash = ? and type in (94, 96, 97, 106, 108)",
        PACKAGE.toByteArray())).isEqualTo(60);
  }

  @Test
  void references_that_name_nothing_that_they_may_name_are_counted_and_say_nothing(TestScope scope)
      throws Exception {
    TestLog log = TestLog.of(scope);
    Connection node = Connection.of(1);
    Connection unnumbered = Connection.of(2);
    long now = node.now();
    log.write(node.open(), unnumbered.open(),
        run(node, new Authoring(now, 1005, PEER)), // 0
        node.run(Connection.dropped(now, 10)), // 1, the next is 11
        run(node, new AuthoringFailed(now, 0, "no"), // resolved
            new AuthoringFailed(now, 1, "dropped itself"), new AuthoringFailed(now, 7, "one of the dropped"),
            new AuthoringFailed(now, 14, "itself"), new AuthoringFailed(now, 99, "to come"),
            new AuthoringFailed(now, -1, "2^64 - 1"), new BlockVerified(now, 0)), // of a block that was imported
        node.run(Connection.dropped(now, 0)), // 18, and so is the next
        run(node, new Authoring(now, 1006, PEER)), // 18
        run(node, new AuthoringFailed(now, 18, "no")), // of the event, not of the Dropped
        run(unnumbered, new Authoring(now, 5, PEER)),
        unnumbered.run(Connection.event(now, 0)), // a Dropped that cannot be read
        run(unnumbered, new AuthoringFailed(now, 0, "no")));
    try (var persister = persister(log, scope, SMALL)) {
      log.flush();
      assertThat(reference(node, 2)).isEqualTo("resolved");
      assertThat(List.of(reference(node, 3), reference(node, 4))).containsOnly("dangling");
      assertThat(List.of(reference(node, 5), reference(node, 6), reference(node, 7))).containsOnly("forward");
      assertThat(reference(node, 8)).isEqualTo("wrong_kind");
      assertThat(Witness.of(node.session.session(), 8).opening()).isNull();
      assertThat(reference(unnumbered, 2)).isEqualTo("unnumbered");
      String none = Witness.facts(-1, -1, null, new int[0], null);
      assertThat(facts(node).subList(2, 9)).containsExactly(Witness.facts(-1, 1005, null, new int[0], null),
          none, none, none, none, none, none);
      assertThat(facts(node).get(11)).isEqualTo(Witness.facts(-1, 1006, null, new int[0], null));
      assertThat(facts(unnumbered).get(2)).isEqualTo(none);
      assertThat(persister.metric("tart_persister_references")).isEqualTo(9);
      assertThat(new Tables(scope.database()).rows(
          """
              select subject, sum(events)::bigint as events from network_count_30s where type = 41 and subject > 1000 group by 1"""))
          .extracting(row -> row.get("subject") + "/" + row.get("events"))
          .containsExactlyInAnyOrder("1005/1", "1006/1");
    }
  }

  @Test
  void an_opening_is_forgotten_an_hour_after_its_last_use(TestScope scope) throws Exception {
    TestLog log = TestLog.of(scope);
    Connection node = Connection.of(1);
    Connection other = Connection.of(2);
    long begin = node.received() - 400 * MINUTE;
    for (Connection each : List.of(node, other)) {
      each.receivedAt(begin);
      log.write(each.open(), run(each, new Authoring(each.now(), 5, PEER)));
    }
    for (int minutes : List.of(70, 140, 210)) {
      node.receivedAt(begin + minutes * MINUTE);
      log.write(run(node, new AuthoringFailed(node.now(), 0, "again")));
    }
    for (int minutes : List.of(76, 210)) {
      other.receivedAt(begin + minutes * MINUTE);
      log.write(run(other, new AuthoringFailed(other.now(), 0, "too late")));
    }
    try (var ignored = persister(log, scope, SMALL, NO_CACHE)) {
      log.flush();
      assertThat(reference(node, 1)).isEqualTo("resolved");
      assertThat(reference(node, 2)).isEqualTo("resolved");
      assertThat(reference(node, 3)).isEqualTo("resolved");
      assertThat(reference(other, 1)).isEqualTo("dangling");
      assertThat(reference(other, 2)).isEqualTo("dangling");
    }
  }

  @Test
  @Tag("long")
  void what_is_past_goes_by_whole_partitions_unless_a_replay_goes_through_it(TestScope scope)
      throws Exception {
    TestLog log = TestLog.of(scope);
    Connection node = Connection.of(1);
    long now = node.received();
    for (int hours : List.of(20, 10, 0)) {
      node.receivedAt(now - hours * 60 * MINUTE);
      log.write(run(node, new Authoring(node.now(), 5, PEER)));
    }
    var tables = new Tables(scope.database());
    String rows = """
        select count(*) from opening_pack where used between now() - interval '%d minutes' and now() - interval '%d minutes'""";
    try (var ignored = persister(log, scope, "--tart.persister.maintenance-interval=1h")) {
      log.flush();
      tables.update(
          """
              insert into replays (id, requested_at, range_from, range_to, projections, nodes, dry_run, state, updated_at,
                lease_holder, lease_until)
              values (?, now(), now() - interval '11 hours', now() - interval '9 hours', '{}', '{}', false, 'running', now(),
                ?, now() + interval '1 hour')""",
          REPLAY, REPLAY);
    }
    try (var ignored = persister(log, scope, "--tart.persister.maintenance-interval=1s")) {
      Await.until("the oldest to go", Duration.ofSeconds(30),
          () -> isNone(tables, rows.formatted(1_260, 1_140)));
      assertThat(tables.number(rows.formatted(660, 540))).isEqualTo(1);
      tables.update("delete from replays where id = ?", REPLAY);
      Await.until("the others to go", Duration.ofSeconds(30), () -> isNone(tables, rows.formatted(660, 540)));
      assertThat(tables.number(rows.formatted(60, 0))).isPositive();
    }
  }

  private static boolean isNone(Tables tables, String sql) {
    try {
      return tables.number(sql) == 0;
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void the_end_of_a_reconstruction_finds_its_begin_and_the_first_request_of_its_audit(TestScope scope)
      throws Exception {
    TestLog log = TestLog.of(scope);
    Connection node = Connection.of(1);
    long now = node.now();
    log.write(node.open(), run(node, new SendingBundleShardRequest(now - 9, 70, PEER, 1)),
        run(node, new SendingBundleShardRequest(now - 8, 70, PEER, 2)),
        run(node, new ReconstructingBundle(now - 7, 70, false)), run(node, new BundleReconstructed(now, 70)),
        run(node, new BundleReconstructed(now, 71)));
    try (var ignored = persister(log, scope, SMALL, NO_CACHE)) {
      log.flush();
      Witness.Seen end = Witness.of(node.session.session(), 3);
      assertThat(Objects.requireNonNull(end.opening()).timeMicros()).isEqualTo(node.received() - 7);
      assertThat(Objects.requireNonNull(end.audit()).timeMicros()).isEqualTo(node.received() - 9);
      Witness.Seen other = Witness.of(node.session.session(), 4);
      assertThat(other.opening()).isNull();
      assertThat(other.audit()).isNull();
    }
  }

  @Test
  void what_an_event_finds_does_not_depend_on_what_is_stored_already(TestScope scope) throws Exception {
    TestLog log = TestLog.of(scope);
    Connection node = Connection.of(1);
    Run authoring = run(node, new WorkPackageSubmission(node.now(), PEER, true),
        new ExtrinsicDataReceived(node.now(), 0), received(node.now(), 0, 4),
        new ImportsReceived(node.now(), 0), new Authoring(node.now(), 5, PEER));
    Run failed = run(node, new AuthoringFailed(node.now(), 4, "no"));
    log.write(node.open(), authoring);
    try (var ignored = persister(log, scope)) {
      log.flush();
    }
    // The opening comes again, and with it for the first time what refers to it.
    var both = new ByteArrayOutputStream();
    both.writeBytes(authoring.frames());
    both.writeBytes(failed.frames());
    log.write(new Run(node.session, node.received(), 0, EventNumber.FIRST, 6, both.toByteArray()));
    try (var ignored = persister(log, scope, "--tart.persister.replay.look-interval=50ms")) {
      log.flush();
      List<String> live = facts(node);
      assertThat(live.get(1)).isEqualTo(Witness.facts(-1, -1, null, new int[0], 0L));
      assertThat(live.get(3)).contains("core 4");
      assertThat(live.get(5)).isEqualTo(Witness.facts(-1, 5, null, new int[0], null));
      var tables = new Tables(scope.database());
      var rows = openings(scope, node);
      Witness.SEEN.clear();
      replay(tables);
      assertThat(facts(node)).isEqualTo(live);
      assertThat(openings(scope, node)).isEqualTo(rows).hasSize(2);
    }
  }

  @Test
  void what_a_transaction_remembers_of_a_block_of_a_sessions_ids_is_one_row(TestScope scope)
      throws Exception {
    TestLog log = TestLog.of(scope);
    Connection one = Connection.of(1);
    Connection other = Connection.of(1).receivedAt(one.received()); // of one node, and so in one partition
    log.write(one.open(), other.open());
    for (int slot = 0; slot < 40; slot++) {
      log.write(run(one, new Authoring(one.now(), slot, PEER)),
          run(other, new Authoring(other.now(), slot, PEER)));
    }
    log.acknowledged();
    try (var ignored = persister(log, scope)) {
      log.flush();
      assertThat(new Tables(scope.database()).number(
          "select count(*) from opening_pack where session in (select id from session where uuid in (?, ?))",
          one.session.session(), other.session.session())).isEqualTo(2);
    }
  }

  private static RunningPersister persister(TestLog log, TestScope scope, String... more) {
    return RunningPersister.start(WATCHED, log.settings, scope.database(), more).ready();
  }

  /** What is found of the first openings of a connection. */
  private static List<String> openings(TestScope scope, Connection node) throws SQLException {
    long session = new Tables(scope.database()).number("select id from session where uuid = ?",
        node.session.session());
    List<OpeningKey> keys = LongStream.range(0, 10)
        .mapToObj(id -> new OpeningKey(session, id, OpeningKey.Kind.EVENT))
        .toList();
    try (var connection = scope.database().connect()) {
      return OpeningRows.read(connection, keys, 0).stream().map(ContextIT::describe).sorted().toList();
    }
  }

  private static String describe(Remembered found) {
    var completion = found.completion();
    Context context = completion == null ? found.opening().context() : completion.context();
    return "%s seq %d used %d type %d at %d completed by %s: %s".formatted(found.key(), found.seq(),
        found.used(), found.opening().type(), found.opening().timeMicros(),
        completion == null ? "none" : Long.toString(completion.seq()), Witness.facts(context.core(),
            context.slot(), context.workPackage(), context.services(), context.submission()));
  }

  /** Everything once more through the projections whose rows merge. */
  private static void replay(Tables tables) throws SQLException {
    tables.requestReplay("");
    Await.until("the end of the replay", Duration.ofMinutes(1),
        () -> isReplayed(tables));
  }

  private static boolean isReplayed(Tables tables) {
    try {
      return tables.number("select count(*) from replays where state = 'done'") == 1;
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private static WorkPackageReceived received(long time, long submission, int core) {
    var first = new WorkItemOutline(0xffff_ffffL, 1, 2, 3, 4, List.of(new ImportSpec(PEER, 5)), 6);
    var second = new WorkItemOutline(5, 1, 2, 3, 4, List.of(), 6);
    return new WorkPackageReceived(time, submission, core,
        new WorkPackageOutline(1, PACKAGE, PEER, 2, List.of(PEER), List.of(first, second)));
  }

  private static GuaranteeBuilt built(long time, long submission) {
    return new GuaranteeBuilt(time, submission, new GuaranteeOutline(REPORT, 77, List.of(1, 2)));
  }

  private static Run run(Connection node, Event... events) {
    var protocol = new Protocol(node.session.protocol(), node.session.cores());
    return node.run(Arrays.stream(events).map(event -> Events.encode(event, protocol)).toList());
  }

  private static List<String> facts(Connection node) {
    List<String> facts = new ArrayList<>();
    for (long seq = 0; seq < node.frames(); seq++) {
      facts.add(Witness.of(node.session.session(), seq).facts());
    }
    return facts;
  }

  private static Opening opening(Connection node, long seq) {
    return Objects.requireNonNull(Witness.of(node.session.session(), seq).opening());
  }

  private static @Nullable String reference(Connection node, long seq) {
    return Witness.of(node.session.session(), seq).reference();
  }
}
