package org.jamtart.persister;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.hibernate.StatelessSession;
import org.jamtart.persister.projection.Collector;
import org.jamtart.persister.projection.Frame;
import org.jamtart.persister.projection.Moment;
import org.jamtart.persister.projection.Projection;
import org.jamtart.testsupport.Await;
import org.jamtart.testsupport.TartTest;
import org.jamtart.testsupport.TestScope;
import org.jamtart.testsupport.net.TcpRelay;
import org.junit.jupiter.api.Test;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The database goes away and comes back: nothing is lost, nothing is skipped, nothing counts twice. */
@TartTest
class TroubleIT {

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  /** Kills its own connection, as often as there are murders left, when everything else is written. */
  static final class Murderer implements Projection {
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
            database.doWork(connection -> connection.createStatement().execute(sql));
          }
        }
      };
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
        relay.refuse(false);
        log.flush();
        checkStored(scope, 100);
        Await.until("the persister to be ready again", PATIENCE, persister.health()::isReady);
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

  private static int port(String url) {
    return Integer.parseInt(url.replaceFirst(".*:(\\d+)/.*", "$1"));
  }

  private static String through(TcpRelay relay, TestScope scope) {
    return scope.database().jdbcUrl().replaceFirst(":\\d+/", ":" + relay.port() + "/");
  }
}
