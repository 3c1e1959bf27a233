package org.jamtart.query.snapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jamtart.query.fixture.SnapshotPool;
import org.jamtart.testsupport.TartTest;
import org.jamtart.testsupport.TestScope;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

@TartTest
@DisplayNameGeneration(ReplaceUnderscores.class)
class SnapshotIT {

  /** There is one connection: who does not give it back gets no other. */
  private static final int CONNECTIONS = 1;
  private static final int ROUNDS = 20;

  private final JdbcClient others;
  private final JdbcClient jdbc;
  private final Snapshot snapshot;

  SnapshotIT(TestScope scope) {
    others = JdbcClient.create(scope.database().dataSource());
    var pool = SnapshotPool.of(scope, CONNECTIONS);
    jdbc = JdbcClient.create(pool);
    snapshot = new Snapshot(pool);
    others.sql("create table if not exists seen (n integer)").update();
  }

  /** Rows of a test's own number. */
  private int rows(int number) {
    return jdbc.sql("select count(*) from seen where n = ?").param(number).query(Integer.class).single();
  }

  private void insertElsewhere(int number) {
    others.sql("insert into seen values (?)").param(number).update();
  }

  @Test
  void All_is_read_as_of_one_moment_and_the_next_snapshot_is_of_another() {
    snapshot.executeWithoutResult(status -> {
      assertThat(rows(1)).isZero();
      insertElsewhere(1);
      assertThat(rows(1)).isZero();
    });
    assertThat(snapshot.<Integer>execute(status -> rows(1))).isOne();
  }

  @Test
  void A_snapshot_within_a_snapshot_is_the_same() {
    snapshot.executeWithoutResult(status -> {
      assertThat(rows(2)).isZero();
      insertElsewhere(2);
      assertThat(snapshot.<Integer>execute(inner -> rows(2))).isZero();
      assertThat(rows(2)).isZero();
    });
  }

  @Test
  void Connections_come_back_whatever_happens_and_nothing_stays_of_a_snapshot() {
    for (int round = 0; round < ROUNDS; round++) {
      assertThatThrownBy(() -> snapshot.execute(status -> jdbc.sql("select nothing").query().listOfRows()))
          .hasMessageContaining("nothing");
      snapshot.executeWithoutResult(status -> jdbc.sql("insert into seen values (3)").update());
      assertThat(rows(3)).isZero();
    }
  }

  @Test
  void What_is_asked_for_once_is_read_once_in_each_snapshot_and_every_time_outside() {
    var reads = new AtomicInteger();
    Supplier<Integer> once = snapshot.once(reads::incrementAndGet);
    assertThat(snapshot.<Integer>execute(status -> once.get() + once.get())).isEqualTo(2);
    assertThat(snapshot.<Integer>execute(status -> once.get() + once.get())).isEqualTo(4);
    assertThat(once.get()).isEqualTo(3);
    assertThat(once.get()).isEqualTo(4);
  }
}
