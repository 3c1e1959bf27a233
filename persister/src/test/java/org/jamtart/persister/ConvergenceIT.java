package org.jamtart.persister;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jamtart.log.LogRecord;
import org.jamtart.simulator.story.Story;
import org.jamtart.simulator.story.StoryConfig;
import org.jamtart.testsupport.Fixtures;
import org.jamtart.testsupport.TartTest;
import org.jamtart.testsupport.TestScope;
import org.jamtart.wire.AvailabilityEvent.AssuranceReceived;
import org.jamtart.wire.BlockAuthoringEvent.Authored;
import org.jamtart.wire.BlockAuthoringEvent.Authoring;
import org.jamtart.wire.BlockAuthoringEvent.Importing;
import org.jamtart.wire.BlockOutline;
import org.jamtart.wire.Bytes32;
import org.jamtart.wire.DecodeException;
import org.jamtart.wire.Event;
import org.jamtart.wire.Events;
import org.jamtart.wire.GuaranteeOutline;
import org.jamtart.wire.GuaranteeingEvent.GuaranteeBuilt;
import org.jamtart.wire.GuaranteeingEvent.GuaranteeReceived;
import org.jamtart.wire.MetaEvent.Dropped;
import org.jamtart.wire.NodeInformation;
import org.jamtart.wire.Protocol;
import org.junit.jupiter.api.Test;

/** How things spread, against figures worked out from what the nodes said. */
@TartTest
class ConvergenceIT {

  private static final int NODES = 9;
  private static final long SECOND = 1_000_000;
  private static final Bytes32 HASH = Fixtures.peerId(70);

  private static final String BLOCKS = """
      select encode(c.hash, 'hex') || ' ' || c.type || ' ' || c.slot || ' ' || encode(n.peer_id, 'hex') || ' ' || c.node_count || ' '
        || c.offsets::text as row from block_convergence c join node n on n.id = c.node""";

  private static final String FOLLOWINGS = """
      select b.slot || ' ' || encode(b.hash, 'hex') || ' ' || encode(n.peer_id, 'hex') || ' '
        || (extract(epoch from f.since) * 1000000)::bigint || ' '
        || coalesce((extract(epoch from f.until) * 1000000)::bigint::text, 'stayed') as row
      from seen_block b cross join unnest(b.followers, b.since, b.until) as f (node, since, until)
        join node n on n.id = f.node where b.rivals > 0""";

  /** Of blocks with followers, what is said of those who left, where it is not what the followers say. */
  private static final String WRONG_FIGURES = """
      select b.slot from seen_block b cross join lateral (
        select array(select floor(extract(epoch from f.until - f.since) * 1000)::bigint
            from unnest(b.since, b.until) as f (since, until) where f.until is not null order by 1) as millis,
          (select max(until) from unnest(b.until) as f (until)) as last) f
      where b.followers is not null and (b.left_by, b.left_at, b.followed_p50_ms, b.followed_max_ms)
        is distinct from (cardinality(f.millis), f.last, f.millis[cardinality(f.millis) / 2 + 1], f.millis[cardinality(f.millis)])""";

  private static final String GUARANTEES = """
      select encode(g.hash, 'hex') || ' ' || g.slot || ' ' || encode(n.peer_id, 'hex') || ' ' || g.core || ' '
        || encode(g.package, 'hex') || ' ' || g.node_count || ' ' || g.offsets::text as row
      from guarantee_convergence g join node n on n.id = g.node where g.node_count > 0""";

  private static final String GUARANTEE_SLOTS = """
      select slot || ' ' || (extract(epoch from built_at) * 1000000)::bigint || ' ' || guarantees || ' ' || node_count || ' '
        || samples || ' ' || offsets::text as row from guarantee_slot_convergence""";

  private static final String ASSURANCES = """
      select encode(anchor, 'hex') || ' ' || senders || ' ' || samples || ' ' || starts::text || ' ' || offsets::text as row
      from assurance_convergence where samples > 0""";

  private static final String SENDERS = """
      select encode(a.anchor, 'hex') || ' ' || encode(n.peer_id, 'hex') || ' ' || a.node_count || ' ' || a.offsets::text as row
      from assurance_sender_convergence a join node n on n.id = a.sender""";

  /** A node's stream as a log has it. */
  private static final class Line {
    final Connection connection;
    final List<byte[]> frames = new ArrayList<>();
    final List<Spreading.Said> said = new ArrayList<>();

    Line(byte[] stream) throws DecodeException {
      var bytes = ByteBuffer.wrap(stream).order(ByteOrder.LITTLE_ENDIAN);
      byte[] first = next(bytes);
      var information = NodeInformation.decode(first);
      connection = new Connection(information.peerId(), UUID.randomUUID(), UUID.randomUUID(), first,
          information.protocolVersion(), information.parameters().coreCount());
      long id = 0;
      while (bytes.hasRemaining()) {
        byte[] frame = next(bytes);
        frames.add(frame);
        Event event = Events.decode(frame, information.protocol());
        said.add(new Spreading.Said(information.peerId(), id, event));
        id += event instanceof Dropped dropped ? dropped.numDropped() : 1;
      }
    }

    private static byte[] next(ByteBuffer bytes) {
      byte[] frame = new byte[bytes.getInt()];
      bytes.get(frame);
      return frame;
    }

    /** The whole of it in runs of random length, each at the time that its last frame says. */
    List<LogRecord> records(Random random, int longest) {
      List<LogRecord> records = new ArrayList<>(List.of(connection.open()));
      for (int from = 0; from < frames.size();) {
        int to = Math.min(frames.size(), from + 1 + random.nextInt(longest));
        records.add(connection.run(frames.subList(from, to)));
        from = to;
      }
      return records;
    }
  }

  private static List<Line> lines() throws DecodeException {
    var story = Story.of(StoryConfig.of(NODES, Instant.now().minusSeconds(90))
        .withDuration(Duration.ofSeconds(48))
        .withSeed(11)
        .withRate(60)
        .withMaxClockSkew(Duration.ofMillis(400)));
    List<Line> lines = new ArrayList<>();
    for (int node = 0; node < NODES; node++) {
      lines.add(new Line(story.stream(node)));
    }
    return lines;
  }

  @Test
  void rows_are_those_of_an_oracle_whatever_the_order_the_batches_the_restarts_and_the_persisters(
      TestScope scope) throws Exception {
    List<Line> lines = lines();
    var oracle = new Spreading(lines.stream().flatMap(line -> line.said.stream()).toList());
    TestLog log = TestLog.of(scope);
    var random = new Random(5);
    List<List<LogRecord>> records = new ArrayList<>();
    for (Line line : lines) {
      records.add(line.records(random, 40));
    }
    // Some nodes are heard only when the others' reports have been merged, and somebody else merges then.
    Collections.shuffle(records, random);
    try (var one = RunningPersister.start(log.settings, scope.database(),
        "--tart.persister.max-events-per-transaction=97");
        var other = RunningPersister.start(log.settings, scope.database())) {
      interleave(log, records.subList(0, 5), random);
      log.flush();
      assertThat(new Tables(scope.database()).number("select count(*) from seen_block where rivals > 0"))
          .isPositive();
    }
    try (var ignored = RunningPersister.start(log.settings, scope.database())) {
      records.subList(5, NODES).forEach(ofNode -> ofNode.forEach(log::write));
      log.flush();
      records.get(0).forEach(log::write); // once more
      log.flush();
    }
    assertSame(scope, oracle);
  }

  private static void assertSame(TestScope scope, Spreading oracle) throws Exception {
    assertRows(scope, BLOCKS, oracle.blockRows());
    assertRows(scope, FOLLOWINGS, oracle.followings());
    var tables = new Tables(scope.database());
    assertThat(tables.rows(WRONG_FIGURES)).isEmpty();
    assertThat(tables.number("select sum(left_by) from seen_block")).isPositive();
    assertRows(scope, GUARANTEES, oracle.guaranteeRows());
    assertRows(scope, GUARANTEE_SLOTS, oracle.guaranteeSlotRows());
    assertRows(scope, ASSURANCES, oracle.assuranceRows(false));
    assertRows(scope, SENDERS, oracle.assuranceRows(true));
  }

  private static void assertRows(TestScope scope, String sql, Set<String> expected) throws Exception {
    Set<String> rows = new Tables(scope.database()).rows(sql)
        .stream()
        .map(row -> String.valueOf(row.get("row")))
        .collect(Collectors.toCollection(TreeSet::new));
    assertThat(expected).as(sql).isNotEmpty();
    assertThat(rows).as(sql).isEqualTo(expected);
  }

  /** The nodes' records mixed, each node's in order. */
  private static void interleave(TestLog log, List<List<LogRecord>> nodes, Random random) {
    int[] next = new int[nodes.size()];
    int left = nodes.stream().mapToInt(List::size).sum();
    while (left > 0) {
      int node = random.nextInt(nodes.size());
      if (next[node] < nodes.get(node).size()) {
        log.write(nodes.get(node).get(next[node]++));
        left--;
      }
    }
  }

  @Test
  void the_skew_of_clocks_can_be_removed() throws Exception {
    try (var scope = TestScope.open("skew")) {
      TestLog log = TestLog.of(scope);
      long now = Instant.now().minusSeconds(60).toEpochMilli() * 1000;
      Connection author = Connection.of(1).receivedAt(now + 10_000);
      Connection right = Connection.of(2).receivedAt(now + 160_000);
      Connection ahead = Connection.of(3).receivedAt(now + 210_000);
      long t = now - Connection.JCE;
      log.write(author.open(), right.open(), ahead.open(),
          run(author, new Authoring(t - 25_000, 500, HASH), new Authored(t, 0, outline(HASH))),
          // Events take 10 ms to the gateway; this clock is 3 s ahead.
          run(right, new Importing(t + 150_000, 500, outline(HASH))),
          run(ahead, new Importing(t + 200_000 + 3 * SECOND, 500, outline(HASH))));
      try (var ignored = RunningPersister.start(log.settings, scope.database())) {
        log.flush();
        var row = new Tables(scope.database()).row(
            "select offsets::text as kept, offsets_skewless::text as removed from block_convergence where type = 43");
        assertThat(row).containsEntry("kept", "{3200,3200,3200,3200,3200}")
            .containsEntry("removed", "{200,200,200,200,200}");
      }
    }
  }

  @Test
  void a_guarantee_is_absent_until_a_guarantor_tells_that_it_was_built_and_one_too_late_changes_nothing()
      throws Exception {
    try (var scope = TestScope.open("late")) {
      TestLog log = TestLog.of(scope);
      long now = Instant.now().toEpochMilli() * 1000;
      Connection one = Connection.of(1).receivedAt(now);
      Connection other = Connection.of(2).receivedAt(now);
      Connection guarantor = Connection.of(3).receivedAt(now);
      long t = now - Connection.JCE - 600 * SECOND;
      Bytes32 silent = Fixtures.peerId(71);
      log.write(one.open(), other.open(), guarantor.open(), run(one, received(t, HASH), received(t, silent)),
          run(other, received(t + 40_000, HASH), received(t + 50_000, silent),
              new AssuranceReceived(t, Fixtures.peerId(1), HASH)));
      var tables = new Tables(scope.database());
      String[] arguments = {"--tart.persister.convergence.parts=2h"};
      try (var ignored = RunningPersister.start(log.settings, scope.database(), arguments)) {
        log.flush();
        assertThat(tables.number("select count(*) from guarantee_convergence")).isZero();
        assertThat(tables.number("select count(*) from assurance_convergence")).isZero();
        log.write(run(guarantor, new GuaranteeBuilt(t - 5_000, 77, guarantee(HASH)),
            new GuaranteeBuilt(t - 5_000 * SECOND, 78, guarantee(silent))));
        log.flush();
      }
      assertThat(tables.rows(
          "select encode(hash, 'hex') as hash, core, package, offsets::text as offsets from guarantee_convergence"))
          .singleElement()
          .satisfies(row -> assertThat(row).containsEntry("hash", HASH.toHex())
              .containsEntry("offsets", "{45,45,45,45,45}")
              .containsEntry("core", null)
              .containsEntry("package", null));
      // As if it had been said long ago: parts of it may be gone, so a report that comes now must not replace what there is.
      tables.update("update guarantee_convergence set built_at = built_at - interval '1 hour'");
      tables.update("delete from convergence_part");
      try (var ignored = RunningPersister.start(log.settings, scope.database(), arguments)) {
        log.write(run(one, received(t + 90_000, HASH)),
            run(guarantor, new GuaranteeBuilt(t + 80_000, 79, guarantee(HASH))));
        log.flush();
      }
      assertThat(tables.row("select node_count, offsets::text as offsets from guarantee_convergence"))
          .isEqualTo(Map.of("node_count", 2, "offsets", "{45,45,45,45,45}"));
    }
  }

  private static GuaranteeReceived received(long time, Bytes32 report) {
    return new GuaranteeReceived(time, 3, guarantee(report));
  }

  private static GuaranteeOutline guarantee(Bytes32 report) {
    return new GuaranteeOutline(report, 0xffffffffL, List.of(1, 2));
  }

  private static BlockOutline outline(Bytes32 hash) {
    return new BlockOutline(1_000, hash, 1, 2, 3, 4, 5, 6);
  }

  private static LogRecord run(Connection node, Event... events) {
    var protocol = new Protocol(node.session.protocol(), node.session.cores());
    return node.run(Arrays.stream(events).map(event -> Events.encode(event, protocol)).toList());
  }
}
