package org.jamtart.persister;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.UUID;
import org.jamtart.log.LogRecord;
import org.jamtart.testsupport.Await;
import org.jamtart.testsupport.Fixtures;
import org.jamtart.testsupport.TartTest;
import org.jamtart.testsupport.TestScope;
import org.jamtart.wire.BundleRecoveryEvent.BundleReconstructed;
import org.jamtart.wire.BundleRecoveryEvent.BundleRequestFailed;
import org.jamtart.wire.BundleRecoveryEvent.BundleShardRequestFailed;
import org.jamtart.wire.BundleRecoveryEvent.BundleShardTransferred;
import org.jamtart.wire.BundleRecoveryEvent.BundleTransferred;
import org.jamtart.wire.BundleRecoveryEvent.ReceivingBundleShardRequest;
import org.jamtart.wire.BundleRecoveryEvent.ReconstructingBundle;
import org.jamtart.wire.BundleRecoveryEvent.SendingBundleRequest;
import org.jamtart.wire.BundleRecoveryEvent.SendingBundleShardRequest;
import org.jamtart.wire.Bytes32;
import org.jamtart.wire.Event;
import org.jamtart.wire.Events;
import org.jamtart.wire.Protocol;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** How auditors got their bundles, against a story that is worked out by hand. */
@TartTest
class AuditIT {

  private static final long SECOND = 1_000_000;
  private static final Bytes32 PEER = Fixtures.peerId(77);
  private static final String ROWS = """
      select encode(n.peer_id, 'hex') as peer, a.* from audit a join node n on n.id = a.node
      order by 1, a.time, a.audit_id""";

  @Test
  void an_audit_is_told_through_restart_redelivery_and_replay_and_its_number_may_serve_again(TestScope scope)
      throws Exception {
    TestLog log = TestLog.of(scope);
    Connection node = Connection.of(1);
    Connection other = Connection.of(2);
    long t = node.now() - 600 * SECOND;
    log.write(node.open(), other.open());
    // Number 7: refused the whole bundle, then collected shards, one of which failed; ended in another life.
    LogRecord began = run(node, new SendingBundleRequest(t, 7, PEER), // 0
        new BundleRequestFailed(t + 2 * SECOND, 0, "no"), //
        new SendingBundleShardRequest(t + 3 * SECOND, 7, PEER, 1), // 2
        new SendingBundleShardRequest(t + 2 * SECOND, 7, PEER, 2), // 3, earlier by its clock
        new SendingBundleShardRequest(t + 4 * SECOND, 7, PEER, 3), // 4
        new ReceivingBundleShardRequest(t + 4 * SECOND, PEER), // 5
        new BundleShardTransferred(t + 5 * SECOND, 2), // 6
        new BundleShardTransferred(t + 5 * SECOND, 5)); // 7: what it gave is none of its audits
    // The same number on another connection is another audit, and -1 is a number.
    LogRecord others = run(other, new SendingBundleShardRequest(t + 10 * SECOND, 7, PEER, 1),
        new BundleReconstructed(t + 11 * SECOND, -1));
    log.write(began, began, others);
    var tables = new Tables(scope.database());
    try (var ignored = RunningPersister.start(log.settings, scope.database(),
        "--tart.persister.max-events-per-transaction=3")) {
      log.flush();
    }
    log.write(run(node, new BundleShardTransferred(t + 6 * SECOND, 3), // 8
        new BundleShardRequestFailed(t + 7 * SECOND, 4, "gone"), // 9
        new ReconstructingBundle(t + 8 * SECOND, 7, true), // 10
        new BundleReconstructed(t + 9 * SECOND + 250, 7), // 11
        new BundleShardRequestFailed(t + 9 * SECOND, 1, "wrong kind"), // 12
        // Number 7 again, since its bundle is there; this one never ends.
        new SendingBundleShardRequest(t + 20 * SECOND, 7, PEER, 9)), // 13
        // Number 0 for everything, by whole bundles: three audits.
        run(node, new SendingBundleRequest(t + 30 * SECOND, 0, PEER), // 14
            new BundleTransferred(t + 31 * SECOND, 14), // 15
            new SendingBundleRequest(t + 32 * SECOND, 0, PEER), // 16
            new BundleTransferred(t + 35 * SECOND, 16), // 17
            new SendingBundleRequest(t + 40 * SECOND, 0, PEER))); // 18
    try (var ignored = RunningPersister.start(log.settings, scope.database(),
        "--tart.persister.replay.look-interval=50ms", "--tart.persister.replay.share=1")) {
      log.flush();
      var rows = tables.rows(ROWS);
      assertThat(rows.stream().map(row -> text(row, t + Connection.JCE)).toList()).containsExactly(
          "1 #7 at 0.0: shards 3-1/2 from 2.0, bundles 1-1 from 0.0 to null, 8.0 true 9.00025",
          "1 #7 at 20.0: shards 1-0/0 from 20.0, bundles 0-0 from null to null, null null null",
          "1 #0 at 30.0: shards 0-0/0 from null, bundles 1-0 from 30.0 to 31.0, null null null",
          "1 #0 at 32.0: shards 0-0/0 from null, bundles 1-0 from 32.0 to 35.0, null null null",
          "1 #0 at 40.0: shards 0-0/0 from null, bundles 1-0 from 40.0 to null, null null null",
          "2 #7 at 10.0: shards 1-0/0 from 10.0, bundles 0-0 from null to null, null null null",
          "2 #-1 at 11.0: shards 0-0/0 from null, bundles 0-0 from null to null, null null 11.0");
      replay(tables);
      assertThat(tables.rows(ROWS)).as("after a replay").isEqualTo(rows);
      tables.update("truncate audit");
      replay(tables);
      assertThat(tables.rows(ROWS)).as("after a replay into nothing").isEqualTo(rows);
    }
  }

  private static String text(Map<String, ? extends @Nullable Object> row, long begin) {
    String peer = String.valueOf(row.get("peer"));
    return peer.charAt(peer.length() - 1) + " #" + row.get("audit_id") + " at " + seconds(row, "time", begin)
        + ": shards " + row.get("shard_requests") + "-" + row.get("shard_failures") + "/" + row.get("shards")
        + " from " + seconds(row, "first_shard", begin) + ", bundles " + row.get("bundle_requests") + "-"
        + row.get("bundle_failures") + " from " + seconds(row, "first_bundle", begin) + " to "
        + seconds(row, "transferred", begin) + ", " + seconds(row, "reconstructing", begin) + " "
        + row.get("trivial") + " " + seconds(row, "reconstructed", begin);
  }

  private static @Nullable Double seconds(Map<String, ? extends @Nullable Object> row, String column,
      long begin) {
    return row.get(column) instanceof java.sql.Timestamp time
        ? (Double) ((time.toInstant().getEpochSecond() * SECOND + time.getNanos() / 1_000 - begin) / 1e6)
        : null;
  }

  private static void replay(Tables tables) throws Exception {
    UUID id = tables.requestReplay("audits");
    var replay = Await.value("the end of the replay", Duration.ofMinutes(1),
        () -> tables.row("select * from replays where id = ?", id), row -> row.get("finished_at") != null);
    assertThat(replay).containsEntry("state", "done").containsEntry("error", null);
  }

  private static LogRecord run(Connection node, Event... events) {
    var protocol = new Protocol(node.session.protocol(), node.session.cores());
    return node.run(Arrays.stream(events).map(event -> Events.encode(event, protocol)).toList());
  }
}
