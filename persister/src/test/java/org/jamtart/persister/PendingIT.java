package org.jamtart.persister;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jamtart.persister.time.Times;
import org.jamtart.store.PackedSums;
import org.jamtart.store.Schema;
import org.jamtart.store.SumColumns;
import org.jamtart.store.SumTable;
import org.jamtart.store.Tier;
import org.jamtart.store.UnfinishedSql;
import org.jamtart.testsupport.Await;
import org.jamtart.testsupport.TartTest;
import org.jamtart.testsupport.TestScope;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What transactions have to add to the counts waits on a list, which nobody looks at here but for those who are asked to. */
@TartTest
class PendingIT {

  private static final Duration SOON = Duration.ofSeconds(30);
  private static final String[] NEVER = {"--tart.persister.pending.pause=1m",
      "--tart.persister.pending.idle=1d"};
  private static final String PUT = """
      insert into pending_sums (sums, nodes, events, unknown, malformed, dropped) values (?, '{}', '{}', '{}', '{}', '{}')""";

  private TestLog log;
  private Tables tables;
  private long before;

  @BeforeEach
  void look(TestScope scope) throws Exception {
    log = TestLog.of(scope);
    tables = new Tables(scope.database());
  }

  @Test
  void what_a_transaction_has_to_add_is_on_the_list_and_added_once_when_somebody_waits(TestScope scope)
      throws Exception {
    try (var one = RunningPersister.start(log.settings, scope.database(), NEVER);
        var other = RunningPersister.start(log.settings, scope.database(), NEVER)) {
      log.flush();
      before = number("select count(*) from event");
      for (int node = 0; node < 8; node++) {
        store(Connection.of(node), 3);
      }
      assertThat(counted()).isEqualTo(before);
      assertThat(number("select count(*) from pending_sums")).isPositive();
      assertThat(number(
          "select coalesce(sum(events), 0)::bigint from node_sum")
          + number(
              "select sum(e)::bigint from pending_sums, unnest(events) e"))
          .isEqualTo(before + 24);
      // A minute's rest would be too long for it.
      assertThat(log.barrier().await(SOON.dividedBy(2)).complete()).isTrue();
      assertThat(counted()).isEqualTo(before + 24);
      assertThat(number("select sum(events)::bigint from node_sum")).isEqualTo(before + 24);
      assertThat(number("select sum(events)::bigint from node_total")).isEqualTo(before + 24);
      assertThat(number("select count(*) from pending_sums")).isZero();
      assertThat(one.health().worries()).isEmpty();
      assertThat(other.metric("tart_persister_pending_lag_seconds")).isZero();
    }
  }

  @Test
  void the_list_does_not_grow_for_ever_where_nobody_looks_at_it(TestScope scope) throws Exception {
    try (var ignored = RunningPersister.start(log.settings, scope.database(), NEVER[0], NEVER[1],
        "--tart.persister.max-events-per-transaction=1")) {
      log.flush();
      before = number("select count(*) from event");
      store(Connection.of(10), 1_200);
      assertThat(number("select count(*) from pending_sums")).isBetween(1L, 1_023L);
      assertThat(counted()).isBetween(before + 1_024, before + 1_199);
      log.flush();
      assertThat(counted()).isEqualTo(before + 1_200);
    }
  }

  @Test
  void who_had_nothing_to_do_adds_up_at_once(TestScope scope) throws Exception {
    try (var ignored = RunningPersister.start(log.settings, scope.database(), NEVER[0],
        "--tart.persister.pending.idle=0")) {
      log.flush();
      before = number("select count(*) from event");
      store(Connection.of(15), 5);
      assertThat(counted()).isEqualTo(before + 5);
      assertThat(number("select count(*) from pending_sums")).isZero();
    }
  }

  @Test
  void who_stops_leaves_nothing_on_the_list(TestScope scope) throws Exception {
    try (var ignored = RunningPersister.start(log.settings, scope.database(), NEVER)) {
      log.flush();
      before = number("select count(*) from event");
      store(Connection.of(20), 5);
      assertThat(counted()).isEqualTo(before);
    }
    assertThat(counted()).isEqualTo(before + 5);
    assertThat(number("select count(*) from pending_sums")).isZero();
  }

  @Test
  void what_has_expired_meanwhile_is_left_out_and_what_cannot_be_added_holds_nothing_up(TestScope scope)
      throws Exception {
    try (var persister = RunningPersister.start(log.settings, scope.database(), NEVER)) {
      log.flush();
      before = number("select count(*) from event");
      long now = Times.micros(Instant.now());
      var seconds = new SumColumns(SumTable.NETWORK_COUNT);
      second(seconds, now - Duration.ofHours(30).toMillis() * 1000, 1_000_001);
      second(seconds, now, 1_000_002);
      tables.update(PUT, (Object) PackedSums.pack(List.of(seconds)));
      tables.update(PUT, (Object) new byte[]{99});
      store(Connection.of(30), 2);
      log.flush();
      assertThat(counted()).isEqualTo(before + 2);
      assertThat(tables.rows("select events from network_count_1s where events > 1000000"))
          .containsExactly(java.util.Map.of("events", 1_000_002L));
      // Who adds up says so when it is done, and the flush may be faster than that.
      Await.until("what cannot be added is a worry", SOON, () -> {
        String worries = persister.health().worries().toString();
        return worries.contains("cannot be added") && worries.contains("form 99");
      });
      assertThat(number("select count(*) from pending_sums where not_before > now()")).isEqualTo(1);
      assertThat(number("select count(*) from pending_sums where not_before < now()")).isZero();
    } finally {
      tables.update("delete from pending_sums");
    }
  }

  @Test
  void what_somebody_else_has_taken_is_passed_over(TestScope scope) throws Exception {
    try (var ignored = RunningPersister.start(log.settings, scope.database(), NEVER)) {
      log.flush();
      before = number("select count(*) from event");
      var large = new SumColumns(SumTable.SESSION_TOTAL);
      for (int session = 0; session < 60_000; session++) {
        large.with(-session).with(1).with(2).with(3).with(4).with(BigInteger.TEN);
      }
      byte[] packed = PackedSums.pack(List.of(large));
      assertThat(packed.length).isGreaterThan(256 << 10); // as much as is added up together
      tables.update(PUT, (Object) packed);
      try (var other = tables.connect(); var statement = other.createStatement()) {
        other.setAutoCommit(false);
        statement.execute("delete from pending_sums");
        store(Connection.of(40), 2);
        tables.row(UnfinishedSql.HURRY);
        Await.until("what is left to be added up", SOON, () -> counted() == before + 2);
        other.commit();
      }
      assertThat(number("select count(*) from session_total where session < 0")).isZero();
    }
  }

  private static void second(SumColumns rows, long time, long events) {
    rows.with(Tier.SECOND.id())
        .with(13)
        .with(Tier.SECOND.bucket(time))
        .with(Schema.NONE)
        .with("")
        .with(0)
        .with(events);
  }

  /** Events of a node, in the tables and not waited for any further. */
  private void store(Connection connection, int events) throws Exception {
    long stored = number("select count(*) from event");
    log.write(connection.open());
    for (int i = 0; i < events; i++) {
      log.write(connection.run(Connection.sync(connection.now())));
    }
    log.acknowledged();
    Await.until("the events to be stored", SOON,
        () -> number("select count(*) from event") == stored + events);
  }

  private long counted() {
    return number("select coalesce(sum(events), 0)::bigint from network_count where tier = 3");
  }

  private long number(String sql) {
    try {
      return tables.number(sql);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
