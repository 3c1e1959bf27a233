package org.jamtart.persister;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jamtart.testsupport.TartTest;
import org.jamtart.testsupport.TestScope;
import org.junit.jupiter.api.Test;

/** Persisters come and go while the log grows: each frame becomes one row, and is counted once. */
@TartTest
class RebalanceIT {

  @Test
  void persisters_come_and_go_and_every_frame_counts_once(TestScope scope) throws Exception {
    TestLog log = TestLog.of(scope);
    List<Connection> connections = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      connections.add(Connection.of(i));
      log.write(connections.get(i).open());
    }
    var writing = new AtomicBoolean(true);
    Thread writer = Thread.ofPlatform().start(() -> {
      for (int i = 0; writing.get(); i++) {
        Connection connection = connections.get(i % connections.size());
        log.write(connection.run(Connection.sync(connection.now()), Connection.malformed(connection.now())));
        Thread.yield();
      }
    });
    try (var first = RunningPersister.start(log.settings, scope.database(), small()).ready()) {
      try (var second = RunningPersister.start(log.settings, scope.database(), small()).ready()) {
        assertThat(second.health().isReady()).isTrue();
        try (var third = RunningPersister.start(log.settings, scope.database(), small(),
            "--tart.persister.concurrency=1").ready()) {
          assertThat(third.health().isReady()).isTrue();
        }
      }
      writing.set(false);
      writer.join();
      log.flush();
      assertThat(first.health().isReady()).isTrue();
    }
    var tables = new Tables(scope.database());
    long frames = connections.stream().mapToLong(Connection::frames).sum();
    assertThat(tables.number("select count(*) from event")).isEqualTo(frames / 2);
    assertThat(tables.row("""
        select sum(events)::bigint as events, sum(malformed)::bigint as malformed from session_total"""))
        .containsEntry("events", frames / 2)
        .containsEntry("malformed", frames / 2);
    assertThat(tables
        .row("select sum(duplicates)::bigint as d, sum(missing)::bigint as m, count(*) as n from session"))
        .containsEntry("d", 0L)
        .containsEntry("m", 0L)
        .containsEntry("n", 40L);
    assertThat(tables.number("select count(*) from node")).isEqualTo(40);
    assertThat(tables.number("select sum(frames)::bigint from quarantine_group")).isEqualTo(frames / 2);
  }

  private static String small() {
    return "--tart.persister.max-events-per-transaction=500";
  }
}
