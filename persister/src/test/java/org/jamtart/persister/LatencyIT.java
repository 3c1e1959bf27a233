package org.jamtart.persister;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jamtart.log.LogRecord;
import org.jamtart.simulator.story.Story;
import org.jamtart.simulator.story.StoryConfig;
import org.jamtart.testsupport.Fixtures;
import org.jamtart.testsupport.TartTest;
import org.jamtart.testsupport.TestScope;
import org.jamtart.wire.AvailabilityEvent.ReceivingShardRequest;
import org.jamtart.wire.AvailabilityEvent.SendingShardRequest;
import org.jamtart.wire.AvailabilityEvent.ShardRequestFailed;
import org.jamtart.wire.AvailabilityEvent.ShardRequestReceived;
import org.jamtart.wire.AvailabilityEvent.ShardsTransferred;
import org.jamtart.wire.Bytes32;
import org.jamtart.wire.Event;
import org.jamtart.wire.Events;
import org.jamtart.wire.PreimageEvent.PreimageRequestFailed;
import org.jamtart.wire.PreimageEvent.PreimageTransferred;
import org.jamtart.wire.PreimageEvent.ReceivingPreimageRequest;
import org.jamtart.wire.PreimageEvent.SendingPreimageRequest;
import org.jamtart.wire.Protocol;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** How long requests took, against pairs that the test makes of the same bytes by itself. */
@TartTest
class LatencyIT {

  private static final long SECOND = 1_000_000;
  private static final long MINUTE = 60 * SECOND;
  private static final Bytes32 PEER = Fixtures.peerId(77);
  private static final String COUNTS = IntStream.range(0, 23)
      .mapToObj("c%d"::formatted)
      .collect(Collectors.joining(", "));

  /** What one connection says, and how much of it has been written. */
  private static final class Told {
    final Connection connection;
    final List<byte[]> frames;
    int written;

    Told(Connection connection, List<byte[]> frames) {
      this.connection = connection;
      this.frames = frames;
    }

    LogRecord next(int most) {
      int to = Math.min(frames.size(), written + most);
      var run = connection.run(frames.subList(written, to));
      written = to;
      return run;
    }
  }

  @Test
  void every_duration_of_a_network_is_in_its_bucket_through_restart_rivals_and_redelivery() throws Exception {
    try (var scope = TestScope.open("latency")) {
      TestLog log = TestLog.of(scope);
      List<Told> all = network();
      all.add(odd(new Connection(Fixtures.peerId(500), UUID.randomUUID(), UUID.randomUUID(),
          Fixtures.nodeInformation(Fixtures.peerId(500)).encode(), 1, 341)));
      var random = new Random(5);
      for (Told told : all) {
        log.write(told.connection.open());
      }
      // Half of it, so that requests are under way when the first persister ends.
      write(log, random, all, all.stream().mapToInt(told -> told.frames.size() / 2).sum());
      try (var ignored = RunningPersister.start(log.settings, scope.database(),
          "--tart.persister.max-events-per-transaction=613")) {
        log.flush();
      }
      write(log, random, all, Integer.MAX_VALUE);
      try (var one = RunningPersister.start(log.settings, scope.database(), "--tart.persister.concurrency=1",
          "--tart.persister.max-events-per-transaction=977");
          var other = RunningPersister.start(log.settings, scope.database(),
              "--tart.persister.concurrency=1")) {
        one.ready();
        other.ready();
        log.flush();
      }
      var tables = new Tables(scope.database());
      for (var tier : Map.of("1m", 60, "1h", 3_600).entrySet()) {
        var pairs = new Pairs(tier.getValue());
        for (Told told : all) {
          pairs.connection(number(tables, told.connection), told.frames);
        }
        assertThat(pairs.sums()).as("flows").hasSizeGreaterThan(15);
        assertThat(stored(tables, "node_latency_" + tier.getKey())).isEqualTo(pairs.sums());
      }
      String sums = IntStream.range(0, 23)
          .mapToObj("sum(c%d)::bigint"::formatted)
          .collect(Collectors.joining(", "));
      String network = "select bucket, flow, sum(failed)::bigint, sum(unpaired)::bigint, sum(micros), " + sums
          + " from %s group by 1, 2 order by 1, 2";
      assertThat(tables.rows(network.formatted("network_latency_1m")))
          .isEqualTo(tables.rows(network.formatted("node_latency_1m")));
      assertThat(tables.rows("select distinct flow from node_latency_1m")).hasSize(15);
      long events = tables.number("select count(*) from event");
      long rows = tables.number("select count(*) from node_latency_1m");
      long most = tables.number("select count(distinct (node, date_trunc('minute', time))) * 15 from event");
      assertThat(rows).as("rows of %d events", events).isLessThanOrEqualTo(most);
      assertThat(tables.number("select count(*) from network_latency_1m")).isLessThanOrEqualTo(
          tables.number("select count(distinct (bucket, partition)) * 15 from network_latency_1m"));
    }
  }

  @Test
  void a_late_end_is_added_to_the_tiers_that_still_keep_its_bucket() throws Exception {
    try (var scope = TestScope.open("latency")) {
      TestLog log = TestLog.of(scope);
      Connection node = Connection.of(1);
      long now = node.now();
      long late = now - 150 * MINUTE;
      log.write(node.open(),
          run(node, new SendingPreimageRequest(now - SECOND, PEER, PEER), new PreimageTransferred(now, 0, 1)),
          run(node, new SendingPreimageRequest(late, PEER, PEER),
              new PreimageTransferred(late + 70 * SECOND, 2, 1)));
      try (var ignored = RunningPersister.start(log.settings, scope.database(),
          "--tart.persister.latency.minutes=1h")) {
        log.flush();
        var tables = new Tables(scope.database());
        for (String table : List.of("node_latency", "network_latency")) {
          assertThat(tables.rows("select micros, c13, c21 from " + table + "_1m"))
              .extracting(row -> row.get("micros") + " " + row.get("c13") + " " + row.get("c21"))
              .containsExactly("1000000 1 null");
          assertThat(tables
              .row("select sum(micros) as micros, sum(c13) as one, sum(c21) as minute from " + table + "_1h")
              .values()).extracting(String::valueOf).containsExactly("71000000", "1", "1");
        }
      }
    }
  }

  /** A network of eight nodes for two minutes, whose clocks and requests are its own. */
  private static List<Told> network() {
    Instant start = Instant.now().minusSeconds(100 * 60);
    var story = Story
        .of(StoryConfig.of(8, start).withRate(25).withSeed(3).withDuration(Duration.ofMinutes(2)));
    List<Told> all = new ArrayList<>();
    for (int node = 0; node < 8; node++) {
      var information = story.information(node);
      List<byte[]> frames = split(story.stream(node));
      var connection = new Connection(information.peerId(), UUID.randomUUID(), UUID.randomUUID(),
          frames.get(0),
          information.protocolVersion(), information.parameters().coreCount());
      all.add(new Told(connection, frames.subList(1, frames.size())));
    }
    return all;
  }

  /** What the simulator never says: slow requests, ends of the wrong kind, ahead of their beginning, or of nothing. */
  private static Told odd(Connection node) {
    long t = node.now() - 50 * MINUTE;
    List<Event> events = List.of(new SendingShardRequest(t, PEER, PEER, 1),
        new ReceivingShardRequest(t, PEER), // 1
        new SendingPreimageRequest(t, PEER, PEER), // 2
        new ReceivingPreimageRequest(t, PEER), // 3
        new ShardsTransferred(t + 40 * MINUTE, 0), // slower than any histogram tells apart
        new ShardRequestReceived(t + 3, 1, PEER, 1), new ShardRequestFailed(t + 7 * SECOND, 1, "gone"),
        new ShardRequestReceived(t + 4, 0, PEER, 1), // of a request of its own: the wrong kind
        new ShardsTransferred(t + 5, 2), // of a preimage: the wrong kind
        new ShardsTransferred(t + 6, 1), // the answer of who was asked: nobody's duration
        new PreimageTransferred(t + 7, 12, 1), // of an event that is still to come
        new PreimageTransferred(t - SECOND, 3, 1), // by a clock that was put back
        new SendingPreimageRequest(t, PEER, PEER), // 12
        new PreimageRequestFailed(t + 130 * SECOND, 12, "timeout"),
        new PreimageRequestFailed(t + 8, 4_000_000, "of nothing"));
    return new Told(node, events.stream().map(event -> Events.encode(event, new Protocol(1, 341))).toList());
  }

  private static void write(TestLog log, Random random, List<Told> all, int most) {
    List<Told> open = new ArrayList<>(
        all.stream().filter(told -> told.written < told.frames.size()).toList());
    for (int written = 0; written < most && !open.isEmpty();) {
      Told told = open.get(random.nextInt(open.size()));
      int before = told.written;
      LogRecord run = told.next(1 + random.nextInt(24));
      written += told.written - before;
      log.write(run);
      if (random.nextInt(10) == 0) {
        log.write(run);
      }
      if (told.written == told.frames.size()) {
        open.remove(told);
      }
    }
  }

  private static List<byte[]> split(byte[] stream) {
    var bytes = ByteBuffer.wrap(stream).order(ByteOrder.LITTLE_ENDIAN);
    List<byte[]> frames = new ArrayList<>();
    while (bytes.hasRemaining()) {
      byte[] frame = new byte[bytes.getInt()];
      bytes.get(frame);
      frames.add(frame);
    }
    return frames;
  }

  private static long number(Tables tables, Connection connection) throws Exception {
    return tables.number("select id from node where peer_id = ?", connection.session.node().toByteArray());
  }

  private static Map<String, String> stored(Tables tables, String table) throws Exception {
    Map<String, String> stored = new TreeMap<>();
    for (var row : tables.rows(
        "select node, flow, (extract(epoch from bucket) * 1000000)::bigint as bucket, failed, unpaired, micros, "
            + COUNTS + " from " + table)) {
      var key = new Pairs.Key(whole(row.get("node")), (int) whole(row.get("flow")), whole(row.get("bucket")));
      Object[] counts = IntStream.range(0, 23).mapToObj(i -> row.get("c" + i)).toArray();
      stored.put(key.toString(), row.get("failed") + " " + row.get("unpaired") + " " + row.get("micros") + " "
          + Arrays.toString(counts));
    }
    return stored;
  }

  private static long whole(@Nullable Object number) {
    return number instanceof Number value ? value.longValue() : Long.MIN_VALUE;
  }

  private static LogRecord run(Connection node, Event... events) {
    var protocol = new Protocol(node.session.protocol(), node.session.cores());
    return node.run(Arrays.stream(events).map(event -> Events.encode(event, protocol)).toList());
  }
}
