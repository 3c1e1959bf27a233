package org.jamtart.persister;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jamtart.testsupport.TartTest;
import org.jamtart.testsupport.TestScope;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/**
 * Persisters as processes that come, go and are killed while the log grows: how long a partition stands still. Alone, since
 * other tests' processor time would be measured with it.
 */
@TartTest
@Isolated
@Tag("long")
class GroupIT {

  private static final int HEAP = 192;
  private static final Duration CHANGE = Duration.ofSeconds(5);
  private static final Duration DEATH = Duration.ofSeconds(15);

  @Test
  void no_partition_stands_still_for_long_when_persisters_come_go_and_die(TestScope scope) throws Exception {
    TestLog log = TestLog.of(scope);
    List<Connection> connections = new ArrayList<>();
    for (int partition = 0; partition < TestScope.PARTITIONS; partition++) {
      connections.add(Connection.of(partition + 1));
    }
    try (var first = start(log, scope); var second = start(log, scope)) {
      first.ready();
      second.ready();
      Standstill standstill = new Standstill(scope.database(), log, connections);
      try (standstill) {
        standstill.measure("the start", () -> standstill.everyPartitionMoves());
        try (var third = start(log, scope)) {
          assertThat(standstill.measure("one more", () -> third.ready())).isLessThan(CHANGE);
          assertThat(standstill.measure("one less", () -> {
            assertThat(first.terminate()).isLessThan(CHANGE);
          })).isLessThan(CHANGE);
          assertThat(standstill.measure("one killed", second::kill)).isLessThan(DEATH);
        }
      }
    }
    try (var last = RunningPersister.start(log.settings, scope.database())) {
      log.flush();
    }
    var tables = new Tables(scope.database());
    long frames = connections.stream().mapToLong(Connection::frames).sum();
    assertThat(tables.number("select count(*) from event")).isEqualTo(frames);
    assertThat(tables.number("select sum(events)::bigint from session_total")).isEqualTo(frames);
    assertThat(tables.number("select sum(duplicates + missing)::bigint from session")).isZero();
  }

  private static PersisterProcess start(TestLog log, TestScope scope) {
    return PersisterProcess.start(log.settings, scope.database(), HEAP, "--tart.persister.concurrency=1");
  }
}
