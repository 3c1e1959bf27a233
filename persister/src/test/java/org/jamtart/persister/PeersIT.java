package org.jamtart.persister;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jamtart.log.LogRecord;
import org.jamtart.testsupport.Fixtures;
import org.jamtart.testsupport.TartTest;
import org.jamtart.testsupport.TestScope;
import org.jamtart.wire.BlockDistributionEvent.BlockAnnounced;
import org.jamtart.wire.BlockDistributionEvent.BlockAnnouncementStreamClosed;
import org.jamtart.wire.BlockDistributionEvent.BlockAnnouncementStreamOpened;
import org.jamtart.wire.BlockDistributionEvent.BlockRequestFailed;
import org.jamtart.wire.BlockDistributionEvent.BlockTransferred;
import org.jamtart.wire.BlockDistributionEvent.ReceivingBlockRequest;
import org.jamtart.wire.BlockDistributionEvent.SendingBlockRequest;
import org.jamtart.wire.BlockOutline;
import org.jamtart.wire.BlockRequestDirection;
import org.jamtart.wire.Bytes32;
import org.jamtart.wire.ConnectionSide;
import org.jamtart.wire.Event;
import org.jamtart.wire.Events;
import org.jamtart.wire.NetworkingEvent.ConnectOutFailed;
import org.jamtart.wire.NetworkingEvent.ConnectedIn;
import org.jamtart.wire.NetworkingEvent.ConnectedOut;
import org.jamtart.wire.NetworkingEvent.ConnectingIn;
import org.jamtart.wire.NetworkingEvent.ConnectingOut;
import org.jamtart.wire.NetworkingEvent.Disconnected;
import org.jamtart.wire.NetworkingEvent.PeerMisbehaved;
import org.jamtart.wire.PeerAddress;
import org.jamtart.wire.Protocol;
import org.jamtart.wire.TicketEvent.TicketTransferred;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What nodes say of each other, against values worked out by hand. */
@TartTest
class PeersIT {

  private static final long SECOND = 1_000_000;
  private static final Bytes32 HASH = Fixtures.peerId(50);
  private static final Bytes32 SEVEN = Fixtures.peerId(7);
  private static final Bytes32 EIGHT = Fixtures.peerId(8);
  private static final PeerAddress ADDRESS = Fixtures.nodeInformation(HASH).peerAddress();
  private static final BlockOutline OUTLINE = new BlockOutline(9, HASH, 0, 0, 0, 0, 0, 0);

  @Test
  void the_newest_word_on_each_peer_and_what_is_exchanged_with_it_are_kept(TestScope scope) throws Exception {
    TestLog log = TestLog.of(scope);
    Connection one = Connection.of(1);
    Connection again = Connection.of(1);
    Connection ahead = Connection.of(2);
    // An hour that is over: what is said in it does not depend on the test's clock.
    long hour = Math.floorDiv(one.received(), 3_600 * SECOND) * 3_600 * SECOND - 3_600 * SECOND;
    long t = hour - Connection.JCE;
    log.write(one.open(), again.open(), ahead.open(),
        run(one, new ConnectingOut(t, SEVEN, ADDRESS), new ConnectedOut(t + SECOND, 0),
            new BlockAnnouncementStreamOpened(t + 2 * SECOND, SEVEN, ConnectionSide.LOCAL),
            new BlockAnnounced(t + 3 * SECOND, SEVEN, ConnectionSide.REMOTE, 5, HASH),
            new BlockAnnounced(t + 4 * SECOND, SEVEN, ConnectionSide.LOCAL, 6, HASH)),
        run(one, new SendingBlockRequest(t + 5 * SECOND, SEVEN, HASH,
            BlockRequestDirection.DESCENDING_INCLUSIVE, 1),
            new BlockTransferred(t + 6 * SECOND, 5, 5, OUTLINE, true),
            new ReceivingBlockRequest(t + 6 * SECOND, EIGHT), new BlockRequestFailed(t + 7 * SECOND, 7, "no"),
            new BlockTransferred(t + 8 * SECOND, 7, 5, OUTLINE, true)),
        run(one, new ConnectingOut(t + 9 * SECOND, EIGHT, ADDRESS),
            new ConnectOutFailed(t + 10 * SECOND, 10, "busy\0"),
            new BlockAnnouncementStreamClosed(t + 11 * SECOND, 2, ConnectionSide.REMOTE, "bye"),
            new Disconnected(t + 12 * SECOND, SEVEN, ConnectionSide.REMOTE, "closed"),
            new PeerMisbehaved(t + 13 * SECOND, EIGHT, "lies"),
            new TicketTransferred(t + 14 * SECOND, EIGHT, ConnectionSide.LOCAL, false, 3, 1, HASH)),
        // The same node over another gateway, of earlier and of later times; a reference that leads nowhere.
        run(again, new ConnectingIn(t, ADDRESS), new ConnectedIn(t + 5 * SECOND, 0, SEVEN),
            new Disconnected(t + 6 * SECOND, SEVEN, null, "older"), new ConnectedOut(t + 20 * SECOND, 77)),
        run(again, new ConnectingIn(t + 3_600 * SECOND, ADDRESS),
            new ConnectedIn(t + 3_601 * SECOND, 4, EIGHT)),
        // A clock that is 30 s ahead.
        run(ahead, new ConnectingIn(ahead.now() + 30 * SECOND, ADDRESS),
            new ConnectedIn(ahead.now() + 30 * SECOND, 0, SEVEN)));
    try (var ignored = RunningPersister.start(log.settings, scope.database(),
        "--tart.persister.max-events-per-transaction=2")) {
      log.flush();
      var tables = new Tables(scope.database());
      Instant start = Instant.EPOCH.plusNanos(hour * 1_000);
      assertThat(states(tables, 1, SEVEN)).containsExactlyInAnyOrderEntriesOf(Map.of(23, "5 null null", 26,
          "1 null null", 27, "12 1 closed", 60, "2 0 null", 61, "11 1 bye"));
      assertThat(states(tables, 1, EIGHT)).containsExactlyInAnyOrderEntriesOf(
          Map.of(23, "3601 null null", 25, "10 null busy\uFFFD", 28, "13 null lies"));
      assertThat(counts(tables, 1, SEVEN, start)).containsExactlyInAnyOrderEntriesOf(
          Map.of(23, 1L, 24, 1L, 26, 1L, 27, 2L, 60, 1L, 61, 1L, 62, 2L, 68, 1L));
      assertThat(counts(tables, 1, EIGHT, start))
          .containsExactlyInAnyOrderEntriesOf(Map.of(24, 1L, 25, 1L, 28, 1L, 68, 1L, 84, 1L));
      assertThat(counts(tables, 1, EIGHT, start.plusSeconds(3_600))).containsExactlyEntriesOf(Map.of(23, 1L));
      assertThat(tables.row(
          """
              select (extract(epoch from p.time) * 1000000)::bigint as time from node_peer p join node n on n.id = p.node
              where n.peer_id = ?""",
          Fixtures.peerId(2).toByteArray()))
          .containsEntry("time", ahead.received() + 30 * SECOND);
      assertThat(tables.number("select count(*) from node_peer")).isEqualTo(9);
    }
  }

  /** By type: seconds in the hour, side, reason. */
  private static Map<Integer, String> states(Tables tables, int node, Bytes32 peer) throws Exception {
    Map<Integer, String> states = new TreeMap<>();
    for (var row : tables.rows("""
        select p.type, (extract(epoch from p.time) - 3600 * floor((extract(epoch from
          (select min(time) from node_peer where type = 26)) / 3600)))::bigint as seconds, p.side, p.reason
        from node_peer p join node n on n.id = p.node where n.peer_id = ? and p.peer = ?""",
        Fixtures.peerId(node).toByteArray(), peer.toByteArray())) {
      states.put(number(row, "type").intValue(),
          row.get("seconds") + " " + row.get("side") + " " + row.get("reason"));
    }
    return states;
  }

  private static Map<Integer, Long> counts(Tables tables, int node, Bytes32 peer, Instant bucket)
      throws Exception {
    Map<Integer, Long> counts = new TreeMap<>();
    for (var row : tables.rows("""
        select c.type, c.events from peer_count c join node n on n.id = c.node
        where n.peer_id = ? and c.peer = ? and c.bucket = ?""", Fixtures.peerId(node).toByteArray(),
        peer.toByteArray(), bucket.atOffset(ZoneOffset.UTC))) {
      counts.put(number(row, "type").intValue(), number(row, "events").longValue());
    }
    return counts;
  }

  private static Number number(Map<String, @Nullable Object> row, String column) {
    return (Number) Objects.requireNonNull(row.get(column));
  }

  private static LogRecord run(Connection node, Event... events) {
    var protocol = new Protocol(node.session.protocol(), node.session.cores());
    return node.run(Arrays.stream(events).map(event -> Events.encode(event, protocol)).toList());
  }
}
