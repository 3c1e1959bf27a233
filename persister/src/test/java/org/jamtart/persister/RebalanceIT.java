package org.jamtart.persister;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jamtart.testsupport.Await;
import org.jamtart.testsupport.TartTest;
import org.jamtart.testsupport.TestScope;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/** Persisters come and go while the log grows: each frame becomes one row, and is counted once. */
@TartTest
@Order(1) // takes long
class RebalanceIT {

  /** With one consumer each, a partition that leaves comes back to the same one, which must not trust what it knew. */
  private static final String ONE = "--tart.persister.concurrency=1";
  private static final String SMALL = "--tart.persister.max-events-per-transaction=500";

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
        if (i % 5 == 0) {
          acknowledge(log);
        }
      }
    });
    try (var first = RunningPersister.start(log.settings, scope.database(), ONE, SMALL).ready()) {
      try (var second = RunningPersister.start(log.settings, scope.database(), ONE, SMALL).ready()) {
        storeSome(second);
        try (var third = RunningPersister.start(log.settings, scope.database(), ONE, SMALL).ready()) {
          storeSome(third);
        }
      }
      storeSome(first);
      writing.set(false);
      writer.join();
      log.flush();
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

  @Test
  void a_persister_that_comes_back_under_its_name_goes_on() throws Exception {
    try (TestScope scope = TestScope.open("comes-back")) {
      TestLog log = TestLog.of(scope);
      Connection connection = Connection.of(1);
      for (int start = 1; start <= 3; start++) {
        try (var persister = RunningPersister
            .start(log.settings, scope.database(), "--tart.persister.instance-id=one")
            .ready()) {
          log.write(connection.run(Connection.sync(connection.now()))).flush();
          assertThat(persister.metric("tart_persister_rows")).isEqualTo(1);
        }
      }
      assertThat(new Tables(scope.database()).number("select count(*) from event")).isEqualTo(3);
    }
  }

  /** The persisters keep up with a writer that waits for the log now and then. */
  private static void acknowledge(TestLog log) {
    try {
      log.acknowledged();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private static void storeSome(RunningPersister persister) {
    double before = persister.metric("tart_persister_records");
    Await.until("a persister to store records", Duration.ofSeconds(60),
        () -> persister.metric("tart_persister_records") > before + 100);
  }
}
