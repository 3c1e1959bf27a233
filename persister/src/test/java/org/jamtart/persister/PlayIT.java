package org.jamtart.persister;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jamtart.log.LogRecord.Run;
import org.jamtart.testsupport.Await;
import org.jamtart.testsupport.TartTest;
import org.jamtart.testsupport.TestScope;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A range of the log is played to a server by a persister, when a row asks for it. */
@TartTest
class PlayIT {

  private static final Duration SOON = Duration.ofSeconds(60);

  @Test
  void what_a_node_said_is_heard_by_an_allowed_server_and_by_no_other(TestScope scope) throws Exception {
    TestLog log = TestLog.of(scope);
    var tables = new Tables(scope.database());
    try (var server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
      CompletableFuture<byte[]> heard = listen(server);
      Connection node = Connection.of(3);
      Run run = node.run(Connection.sync(node.now()), Connection.dropped(node.now(), 2));
      log.write(node.open(), run, node.close());
      String target = "127.0.0.1:" + server.getLocalPort();
      try (var ignored = RunningPersister.start(log.settings, scope.database(),
          "--tart.persister.replay.look-interval=50ms", "--tart.replay.allowed-targets=" + target).ready()) {
        log.flush();
        var refused = finish(tables, request(tables, "127.0.0.1:1", "pending"));
        assertThat(refused).containsEntry("state", "failed")
            .extractingByKey("error")
            .asString()
            .contains("127.0.0.1:1", "[" + target + "]");

        var played = finish(tables, request(tables, target, "pending"));
        assertThat(played).containsEntry("state", "done")
            .containsEntry("error", null)
            .containsEntry("records", 3L)
            .containsEntry("records_total", 3L)
            .containsEntry("events", 2L);
        byte[] bytes = heard.get(30, TimeUnit.SECONDS);
        byte[] frames = run.frames();
        assertThat(Arrays.copyOfRange(bytes, bytes.length - frames.length, bytes.length)).isEqualTo(frames);

        // One whose process has ended is not gone on with: nobody knows what arrived.
        UUID lost = request(tables, target, "running");
        assertThat(finish(tables, lost)).containsEntry("state", "failed")
            .extractingByKey("error")
            .asString()
            .contains("ask for a new replay");
      }
    }
  }

  private static CompletableFuture<byte[]> listen(ServerSocket server) {
    return CompletableFuture.supplyAsync(() -> {
      var bytes = new ByteArrayOutputStream();
      try (Socket socket = server.accept()) {
        socket.getInputStream().transferTo(bytes);
      } catch (IOException e) {
        throw new java.io.UncheckedIOException(e);
      }
      return bytes.toByteArray();
    });
  }

  private static UUID request(Tables tables, String target, String state) throws SQLException {
    UUID id = UUID.randomUUID();
    tables.update(
        """
            insert into replays (id, requested_at, range_from, range_to, projections, nodes, dry_run, state, updated_at,
              to_server, speed, planned_at, lease_until)
            values (?, now(), now() - interval '1 hour', now() + interval '1 hour', '{}', '{}', false, ?, now(), ?, 0,
              case when ? = 'running' then now() end, now() - interval '1 second')""",
        id, state, target, state);
    return id;
  }

  private static Map<String, @Nullable Object> finish(Tables tables, UUID id) {
    return Await.value("the end of the replay", SOON,
        () -> tables.row("select * from replays where id = ?", id), row -> row.get("finished_at") != null);
  }
}
