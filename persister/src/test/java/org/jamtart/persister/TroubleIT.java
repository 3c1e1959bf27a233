package org.jamtart.persister;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.hibernate.StatelessSession;
import org.jamtart.persister.projection.Collector;
import org.jamtart.persister.projection.Frame;
import org.jamtart.persister.projection.Moment;
import org.jamtart.persister.projection.Projection;
import org.jamtart.testsupport.Await;
import org.jamtart.testsupport.TartTest;
import org.jamtart.testsupport.TestScope;
import org.jamtart.testsupport.net.TcpRelay;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The database goes away and comes back: nothing is lost, nothing is skipped, nothing counts twice. */
@TartTest
@Order(1) // takes long
class TroubleIT {

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  /** Kills its own connection, as often as there are murders left, when everything else is written. */
  static class Murderer implements Projection {
    final AtomicInteger murders;
    private final String sql;

    Murderer(int murders, String sql) {
      this.murders = new AtomicInteger(murders);
      this.sql = sql;
    }

    @Override
    public String name() {
      return "murderer";
    }

    @Override
    public Kind kind() {
      return Kind.KEYED;
    }

    @Override
    public Collector collector(Moment moment) {
      return new Collector() {
        private boolean any;

        @Override
        public void frame(Frame frame) {
          any = true;
        }

        @Override
        public void write(StatelessSession database) {
          if (any && murders.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
            database.doWork(connection -> connection.createStatement().execute(sql()));
          }
        }
      };
    }

    String sql() {
      return sql;
    }
  }

  @Configuration(proxyBeanMethods = false)
  static class TerminatedBackend {
    @Bean
    Projection murderer() {
      return new Murderer(3, "select pg_terminate_backend(pg_backend_pid())");
    }
  }

  @Configuration(proxyBeanMethods = false)
  static class MissingPrivilege {
    @Bean
    Projection murderer() {
      return new Murderer(12, "select * from no_such_table");
    }
  }

  /** Lets the first transaction that has frames pass, and of those that follow every other one. */
  static final class Gatekeeper implements Projection {
    private final AtomicInteger transactions = new AtomicInteger();

    @Override
    public String name() {
      return "gatekeeper";
    }

    @Override
    public Kind kind() {
      return Kind.KEYED;
    }

    @Override
    public Collector collector(Moment moment) {
      return new Collector() {
        private boolean any;

        @Override
        public void frame(Frame frame) {
          any = true;
        }

        @Override
        public void write(StatelessSession database) {
          if (any && transactions.incrementAndGet() % 2 == 0) {
            database
                .doWork(connection -> connection.createStatement().execute("select * from no_such_table"));
          }
        }
      };
    }
  }

  @Configuration(proxyBeanMethods = false)
  static class EverySecondTransactionFails {
    @Bean
    Projection gatekeeper() {
      return new Gatekeeper();
    }
  }

  /** Raises each of these once, in the middle of a transaction. */
  @Configuration(proxyBeanMethods = false)
  static class EachStateOnce {
    static final List<String> STATES = List.of("53100", "25006", "40P01", "40001", "57014", "08006", "57P03",
        "53200");

    @Bean
    Projection murderer() {
      var left = new ArrayDeque<>(STATES);
      return new Murderer(STATES.size(), "") {
        @Override
        String sql() {
          return "do $$ begin raise exception 'on purpose' using errcode = '" + left.remove() + "'; end $$";
        }
      };
    }
  }

  private static void write(TestLog log, Connection connection, int frames) {
    for (int i = 0; i < frames; i++) {
      log.write(connection.run(Connection.sync(connection.now())));
    }
  }

  private static void checkStored(TestScope scope, long frames) throws Exception {
    var tables = new Tables(scope.database());
    assertThat(tables.number("select count(*) from event")).isEqualTo(frames);
    assertThat(tables.number("select sum(events)::bigint from session_total")).isEqualTo(frames);
    assertThat(tables.number("select count(*) from quarantine")).isZero();
    assertThat(tables.number("select sum(duplicates + missing)::bigint from session")).isZero();
  }

  @Test
  void a_connection_that_is_killed_in_the_middle_of_a_transaction_costs_nothing(TestScope scope)
      throws Exception {
    TestLog log = TestLog.of(scope);
    write(log, Connection.of(1), 200);
    try (var persister = RunningPersister.start(List.of(TerminatedBackend.class), log.settings,
        scope.database())) {
      log.flush();
      checkStored(scope, 200);
      assertThat(persister.metric("tart_persister_retries")).isEqualTo(3);
      Await.until("the persister to be ready", PATIENCE, persister.health()::isReady);
      // One that is not killed but stands still in the middle of a transaction does not keep its locks either.
      try (var connection = persister.context.getBean(DataSource.class).getConnection();
          var shown = connection.createStatement().executeQuery("show idle_in_transaction_session_timeout")) {
        assertThat(shown.next()).isTrue();
        assertThat(shown.getString(1)).isEqualTo("10s");
      }
    }
  }

  @Test
  void what_was_stored_before_a_failure_is_flushed_although_nothing_follows_on_it() throws Exception {
    try (TestScope scope = TestScope.open("two-partitions")) {
      TestLog log = TestLog.of(scope);
      // A poll brings several partitions, one transaction stores each, and one that is not the first fails.
      for (int partition = 0; partition < TestScope.PARTITIONS; partition++) {
        log.send(log.in(partition, Connection.of(partition + 1)));
      }
      log.acknowledged();
      try (var persister = RunningPersister.start(List.of(EverySecondTransactionFails.class), log.settings,
          scope.database(), "--tart.persister.max-events-per-transaction=1",
          "--tart.persister.concurrency=1")) {
        log.flush();
        checkStored(scope, 4);
        assertThat(persister.metric("tart_persister_retries")).isEqualTo(3);
      }
    }
  }

  @Test
  void trouble_that_is_no_records_fault_is_retried_however_often() throws Exception {
    try (TestScope scope = TestScope.open("privilege")) {
      TestLog log = TestLog.of(scope);
      write(log, Connection.of(1), 20);
      try (var persister = RunningPersister.start(List.of(MissingPrivilege.class), log.settings,
          scope.database())) {
        log.flush();
        checkStored(scope, 20);
        assertThat(persister.metric("tart_persister_retries")).isEqualTo(12);
      }
    }
  }

  @Test
  void a_full_disk_a_read_only_server_a_deadlock_and_their_like_are_waited_out() throws Exception {
    try (TestScope scope = TestScope.open("states")) {
      TestLog log = TestLog.of(scope);
      write(log, Connection.of(1), 20);
      try (var persister = RunningPersister.start(List.of(EachStateOnce.class), log.settings,
          scope.database())) {
        log.flush();
        checkStored(scope, 20);
        assertThat(persister.metric("tart_persister_retries")).isEqualTo(EachStateOnce.STATES.size());
      }
    }
  }

  @Test
  void a_database_that_falls_silent_is_given_up_after_the_socket_timeout() throws Exception {
    try (TestScope scope = TestScope.open("silent");
        TcpRelay relay = TcpRelay.to(port(scope.database().jdbcUrl()))) {
      TestLog log = TestLog.of(scope);
      Connection connection = Connection.of(1);
      try (var persister = RunningPersister.start(log.settings, scope.database(),
          "--spring.datasource.url=" + through(relay, scope),
          "--spring.datasource.hikari.connection-timeout=300",
          "--spring.datasource.hikari.data-source-properties.socketTimeout=1")
          .ready()) {
        relay.freeze();
        write(log, connection, 20);
        Await.until("the persister not to be ready", PATIENCE, () -> !persister.health().isReady());
        relay.cut(); // what was frozen is gone, and new connections pass
        relay.thaw();
        log.flush();
        checkStored(scope, 20);
      }
    }
  }

  @Test
  void while_the_database_is_away_the_persister_waits_and_says_so() throws Exception {
    try (TestScope scope = TestScope.open("away");
        TcpRelay relay = TcpRelay.to(port(scope.database().jdbcUrl()))) {
      TestLog log = TestLog.of(scope);
      Connection connection = Connection.of(1);
      write(log, connection, 50);
      try (var persister = RunningPersister.start(log.settings, scope.database(),
          "--spring.datasource.url=" + through(relay, scope),
          "--spring.datasource.hikari.connection-timeout=300")) {
        persister.ready();
        log.flush();
        relay.refuse(true);
        relay.cut();
        write(log, connection, 50);
        Await.until("the persister not to be ready", PATIENCE, () -> !persister.health().isReady());
        assertThat(persister.health().isLive()).isTrue();
        assertThat(persister.health().worries()).isNotEmpty();
        Await.until("the lag to be shown", PATIENCE,
            () -> persister.metric("tart_persister_lag_records") == 50
                && persister.metric("tart_persister_lag_seconds") > 1);
        relay.refuse(false);
        log.flush();
        checkStored(scope, 100);
        Await.until("the persister to be ready again", PATIENCE, persister.health()::isReady);
        Await.until("the lag to be gone", PATIENCE,
            () -> persister.metric("tart_persister_lag_seconds") == 0);
      }
    }
  }

  @Test
  void partitions_that_come_while_the_database_is_away_are_opened_later() throws Exception {
    try (TestScope scope = TestScope.open("open-later");
        TcpRelay relay = TcpRelay.to(port(scope.database().jdbcUrl()))) {
      TestLog log = TestLog.of(scope);
      write(log, Connection.of(1), 50);
      try (var waiting = RunningPersister.start(log.settings, scope.database(),
          "--spring.datasource.url=" + through(relay, scope),
          "--spring.datasource.hikari.connection-timeout=300")
          .ready()) {
        try (var other = RunningPersister.start(log.settings, scope.database()).ready()) {
          log.flush();
          relay.refuse(true);
          relay.cut();
        } // its partitions go to the one whose database is away
        Await.until("the persister not to be ready", PATIENCE, () -> !waiting.health().isReady());
        write(log, Connection.of(2), 50);
        write(log, Connection.of(3), 50);
        relay.refuse(false);
        log.flush();
        checkStored(scope, 150);
        waiting.ready();
      }
    }
  }

  static int port(String url) {
    return Integer.parseInt(url.replaceFirst(".*:(\\d+)/.*", "$1"));
  }

  static String through(TcpRelay relay, TestScope scope) {
    return scope.database().jdbcUrl().replaceFirst(":\\d+/", ":" + relay.port() + "/");
  }
}
