package org.jamtart.persister;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.hibernate.StatelessSession;
import org.jamtart.persister.merge.Dirty;
import org.jamtart.persister.merge.Merged;
import org.jamtart.persister.merge.Merging;
import org.jamtart.persister.projection.Collector;
import org.jamtart.persister.projection.Frame;
import org.jamtart.persister.projection.Moment;
import org.jamtart.persister.projection.Projection;
import org.jamtart.testsupport.Await;
import org.jamtart.testsupport.TartTest;
import org.jamtart.testsupport.TestScope;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Parts that several persisters write become one row: a thing of the test's own is told of by every SyncStatusChanged(13). */
@TartTest
class MergingIT {

  private static final short KIND = 999;
  private static final byte[] THING = {1};
  private static final byte[] BROKEN = {2};

  /** Stops the next merge when it has read the parts, if there is one. */
  private static final AtomicReference<@Nullable Gate> GATE = new AtomicReference<>();

  private record Gate(Semaphore reached, Semaphore open) {}

  @Configuration(proxyBeanMethods = false)
  static class Thing {
    @Bean
    Projection told() {
      return new Told();
    }

    @Bean
    Merged listeners() {
      return new Listeners();
    }
  }

  private static final class Told implements Projection {
    @Override
    public String name() {
      return "told";
    }

    @Override
    public Kind kind() {
      return Kind.KEYED;
    }

    @Override
    public Collector collector(Moment moment) {
      return new Collector() {
        private final TreeMap<Integer, Integer> partitions = new TreeMap<>();

        @Override
        public void frame(Frame frame) {
          if (frame.type() == 13) {
            partitions.put(frame.session().node().number(), frame.partition());
          }
        }

        @Override
        public void write(StatelessSession database) {
          var dirty = new Dirty();
          partitions.forEach((node, partition) -> {
            for (byte[] key : new byte[][]{THING, BROKEN}) {
              database.createNativeMutationQuery("insert into told values (?, ?)")
                  .setParameter(1, key)
                  .setParameter(2, node)
                  .executeUpdate();
              dirty.add(KIND, partition, key);
            }
          });
          dirty.write(database);
        }
      };
    }
  }

  private static final class Listeners implements Merged {
    @Override
    public short kind() {
      return KIND;
    }

    @Override
    public String name() {
      return "listeners";
    }

    @Override
    public void merge(java.sql.Connection connection, List<byte[]> keys) throws SQLException {
      for (byte[] key : keys) {
        long nodes;
        try (PreparedStatement count = connection
            .prepareStatement("select count(distinct node) from told where key = ?")) {
          count.setBytes(1, key);
          try (var row = count.executeQuery()) {
            row.next();
            nodes = row.getLong(1);
          }
        }
        Gate gate = GATE.getAndSet(null);
        if (gate != null) {
          gate.reached.release();
          gate.open.acquireUninterruptibly();
        }
        try (PreparedStatement write = connection.prepareStatement(
            "insert into listeners values (?, ? / ?) on conflict (key) do update set nodes = excluded.nodes")) {
          write.setBytes(1, key);
          write.setLong(2, nodes);
          write.setLong(3, key[0] == BROKEN[0] ? 0 : 1);
          write.executeUpdate();
        }
      }
    }
  }

  private Tables tables;
  private TestLog log;

  @BeforeEach
  void thing(TestScope scope) throws Exception {
    tables = new Tables(scope.database());
    log = TestLog.of(scope);
    tables.update("drop table if exists told, listeners");
    tables.update("create table told (key bytea, node integer)");
    tables.update("create table listeners (key bytea primary key, nodes bigint)");
    tables.update("delete from merge_mark");
  }

  @Test
  void a_flush_waits_for_the_row_that_two_persisters_parts_make_and_not_for_one_that_cannot_be_made(
      TestScope scope) throws Exception {
    try (var one = start(scope); var other = start(scope)) {
      for (int round = 1; round <= 3; round++) {
        for (int node = 1; node <= 4 * round; node++) {
          var connection = Connection.of(node);
          log.write(connection.open(),
              connection.run(Connection.sync(connection.now())));
        }
        log.flush();
        assertThat(nodes()).isEqualTo(4L * round);
      }
      assertThat(
          one.context.getBean(Merging.class).failures() + other.context.getBean(Merging.class).failures())
          .isPositive();
      assertThat(one.health().worries().toString() + other.health().worries()).contains("cannot be merged");
      assertThat(tables.number("select count(*) from merge_mark where not_before > now()")).isPositive();
      assertThat(tables.number("select count(*) from merge_mark where not_before <= now()")).isZero();
    }
  }

  @Test
  void what_many_transactions_say_of_a_thing_is_merged_together(TestScope scope) throws Exception {
    tables.update("insert into told values ('\\x%s', 7)".formatted(HexFormat.of().formatHex(THING)));
    tables.update(
        "insert into merge_mark (kind, partitions, keys) select %d, '{0}', array['\\x%s'::bytea] from generate_series(1, 1000)"
            .formatted(KIND, HexFormat.of().formatHex(THING)));
    try (var one = start(scope)) {
      log.flush();
      assertThat(nodes()).isEqualTo(1);
      var merging = one.context.getBean(Merging.class);
      Await.until("it is counted, which is after it can be seen", Duration.ofSeconds(30),
          () -> merging.merged() > 0);
      assertThat(merging.merged()).isEqualTo(1);
    }
  }

  @Test
  void a_report_that_is_stored_while_its_thing_is_merged_is_merged_too(TestScope scope) throws Exception {
    var gate = new Gate(new Semaphore(0), new Semaphore(0));
    try (var ignored = start(scope)) {
      GATE.set(gate);
      for (int node = 101; node <= 102; node++) {
        var connection = Connection.of(node);
        log.write(connection.open(),
            connection.run(Connection.sync(connection.now())));
        log.acknowledged();
        if (node == 101) {
          assertThat(gate.reached.tryAcquire(30, TimeUnit.SECONDS)).isTrue();
        } else {
          Await.until("the second report to be stored", Duration.ofSeconds(30),
              () -> told() == 2);
        }
      }
      gate.open.release();
      log.flush();
      assertThat(nodes()).isEqualTo(2);
    }
  }

  private long told() {
    try {
      return tables.number("select count(distinct node) from told");
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }

  private long nodes() throws SQLException {
    return tables.number("select nodes from listeners where key = ?", (Object) THING);
  }

  private RunningPersister start(TestScope scope) {
    return RunningPersister.start(List.of(Thing.class), log.settings, scope.database());
  }
}
