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
 * A persister that is frozen in the middle of its work, with its transaction open and its connections alive, and goes on much
 * later with all that it knew.
 */
@TartTest
@Isolated
@Tag("long")
class FrozenPersisterIT {

  private static final int TIMES = 3;

  /** Kafka's session timeout; the database's patience with an idle transaction, in which locks are held; a rebalance. */
  private static final Duration TAKEN_OVER = Duration.ofSeconds(10 + 10 + 10);

  @Test
  void its_partitions_are_taken_over_and_when_it_wakes_it_writes_nothing_that_it_may_not(TestScope scope)
      throws Exception {
    TestLog log = TestLog.of(scope);
    List<Connection> connections = new ArrayList<>();
    for (int partition = 0; partition < TestScope.PARTITIONS; partition++) {
      connections.add(Connection.of(partition + 1));
    }
    var tables = new Tables(scope.database());
    try (var one = start(log, scope); var other = start(log, scope)) {
      one.ready();
      other.ready();
      try (var standstill = new Standstill(scope.database(), log, connections)) {
        standstill.measure("the start", standstill::everyPartitionMoves);
        for (int i = 0; i < TIMES; i++) {
          PersisterProcess frozen = i % 2 == 0 ? one : other;
          assertThat(standstill.measure("one frozen", frozen::freeze)).isLessThan(TAKEN_OVER);
          standstill.measure("it wakes", frozen::thaw);
        }
      }
      assertThat(one.isAlive()).isTrue();
      assertThat(other.isAlive()).isTrue();
      log.flush();
    }
    long frames = connections.stream().mapToLong(Connection::frames).sum();
    assertThat(tables.number("select count(*) from event")).isEqualTo(frames);
    assertThat(tables.number("select sum(events)::bigint from session_total")).isEqualTo(frames);
    assertThat(tables.number("select sum(events)::bigint from node_count where tier = 3")).isEqualTo(frames);
    assertThat(tables.number("select sum(frames)::bigint from node_stream")).isEqualTo(frames);
    assertThat(tables.number("select sum(duplicates + missing)::bigint from session")).isZero();
  }

  private static PersisterProcess start(TestLog log, TestScope scope) {
    return PersisterProcess.start(log.settings, scope.database(), 192, "--tart.persister.concurrency=1");
  }
}
