package org.jamtart.persister;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.LongStream;
import org.hibernate.StatelessSession;
import org.jamtart.log.LogRecord.Close;
import org.jamtart.persister.projection.Collector;
import org.jamtart.persister.projection.Frame;
import org.jamtart.persister.projection.Moment;
import org.jamtart.persister.projection.Projection;
import org.jamtart.persister.session.SessionState;
import org.jamtart.testsupport.Await;
import org.jamtart.testsupport.TartTest;
import org.jamtart.testsupport.TestScope;
import org.junit.jupiter.api.Test;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Frames that can never be stored, among many that can. */
@TartTest
class PoisonIT {

  /** A frame of this type makes a projection throw. */
  private static final int THROWS = 250;
  /** A frame of this type makes the database refuse what is written for the transaction. */
  private static final int REFUSED = 251;
  /** Two frames of this type in one transaction are refused, one is not. */
  private static final int NOT_TOGETHER = 252;
  /** The first frame of this type that a process sees makes a projection throw, and none after it. */
  private static final int THROWS_ONCE = 253;

  @Configuration(proxyBeanMethods = false)
  static class Poison {
    @Bean
    Projection poison() {
      var thrown = new AtomicBoolean();
      var thrownAtEnd = new AtomicBoolean();
      return new Projection() {
        @Override
        public String name() {
          return "poison";
        }

        @Override
        public Kind kind() {
          return Kind.KEYED;
        }

        @Override
        public Collector collector(Moment moment) {
          return new Poisoned(thrown, thrownAtEnd);
        }
      };
    }
  }

  private static final class Poisoned implements Collector {
    private final AtomicBoolean thrown;
    private final AtomicBoolean thrownAtEnd;
    private int refused;

    Poisoned(AtomicBoolean thrown, AtomicBoolean thrownAtEnd) {
      this.thrown = thrown;
      this.thrownAtEnd = thrownAtEnd;
    }

    /** The first end of a session that a process sees throws, and none after it. */
    @Override
    public void close(SessionState session, Close close) {
      if (!thrownAtEnd.getAndSet(true)) {
        throw new IllegalStateException("once, at the end");
      }
    }

    @Override
    public void frame(Frame frame) {
      if (frame.isEvent()) {
        switch (frame.type()) {
          case THROWS -> throw new IllegalStateException("a bug, on purpose");
          case REFUSED -> refused += 2;
          case NOT_TOGETHER -> refused++;
          case THROWS_ONCE -> {
            if (!thrown.getAndSet(true)) {
              throw new IllegalStateException("once");
            }
          }
          default -> {
            // stored
          }
        }
      }
    }

    @Override
    public void write(StatelessSession database) {
      if (refused > 1) {
        database.createNativeQuery("select 1 / 0", Integer.class).getSingleResult();
      }
    }
  }

  @Test
  void poison_goes_to_quarantine_and_its_neighbours_are_stored(TestScope scope) throws Exception {
    TestLog log = TestLog.of(scope);
    Connection connection = Connection.of(7);
    Set<Long> poison = Set.of(33L, 34L, 115L, 271L);
    log.write(connection.open());
    for (int run = 0; run < 30; run++) {
      List<byte[]> frames = new ArrayList<>();
      for (int i = 0; i < 10; i++) {
        long seq = run * 10L + i;
        frames.add(!poison.contains(seq)
            ? Connection.sync(connection.now())
            : Connection.event(connection.now(), seq == 271 ? REFUSED : THROWS, (byte) 1));
      }
      log.write(connection.run(frames));
    }
    Connection bystander = Connection.of(8);
    log.write(bystander.open(), bystander.run(Connection.sync(bystander.now())), connection.close());
    try (var persister = RunningPersister.start(List.of(Poison.class), log.settings, scope.database())) {
      log.flush();
      var tables = new Tables(scope.database());
      assertThat(
          seqs(tables, "event where node = (select id from node where peer_id = '\\x%064x')".formatted(7)))
          .containsExactlyElementsOf(
              LongStream.range(0, 300).filter(seq -> !poison.contains(seq)).boxed().toList());
      assertThat(seqs(tables, "quarantine where reason = 'unstorable'"))
          .containsExactlyInAnyOrderElementsOf(poison);
      assertThat(tables.rows("select message from quarantine where seq = 33")).singleElement()
          .satisfies(row -> assertThat((String) row.get("message")).contains("a bug, on purpose"));
      assertThat(tables.rows("select message from quarantine where seq = 271")).singleElement()
          .satisfies(row -> assertThat((String) row.get("message")).contains("division by zero"));
      assertThat(tables.number("select count(*) from event")).isEqualTo(297);
      assertThat(
          tables.row("select missing, duplicates, next_seq, end_reason from session where next_seq > 1"))
          .containsEntry("missing", 0L)
          .containsEntry("duplicates", 0L)
          .containsEntry("next_seq", 300L)
          .containsEntry("end_reason", "node_closed");
      assertThat(tables.number("select sum(events)::bigint from session_total")).isEqualTo(297);
      assertThat(tables.number("select sum(malformed)::bigint from session_total")).isEqualTo(4);

      // These frames decode: whoever goes through them again does not find out by himself that they are poison.
      UUID replay = tables.requestReplay("all");
      assertThat(Await.value("the end of the replay", Duration.ofSeconds(60),
          () -> tables.row("select * from replays where id = ?", replay),
          row -> row.get("finished_at") != null)).containsEntry("state", "done").containsEntry("error", null);
      assertThat(seqs(tables, "quarantine where reason = 'unstorable'"))
          .containsExactlyInAnyOrderElementsOf(poison);
      assertThat(tables.number("select count(*) from event")).isEqualTo(297);
      assertThat(tables.number("select sum(events)::bigint from session_total")).isEqualTo(297);
      assertThat(tables.number("select sum(malformed)::bigint from session_total")).isEqualTo(4);
      assertThat(tables.number("select sum(events)::bigint from node_count where tier = 3")).isEqualTo(297);
      assertThat(tables
          .number("select sum(frames - stored - expired - quarantined - beyond)::bigint from node_stream"))
          .isZero();
    }
  }

  @Test
  void frames_that_only_together_cannot_be_stored_are_quarantined_with_their_run() throws Exception {
    try (TestScope scope = TestScope.open("together")) {
      TestLog log = TestLog.of(scope);
      Connection connection = Connection.of(9);
      log.write(
          connection.run(Connection.event(connection.now(), NOT_TOGETHER), Connection.sync(connection.now()),
              Connection.event(connection.now(), NOT_TOGETHER)),
          connection.run(Connection.sync(connection.now())));
      try (var persister = RunningPersister.start(List.of(Poison.class), log.settings, scope.database())) {
        log.flush();
        var tables = new Tables(scope.database());
        assertThat(seqs(tables, "event")).containsExactly(3L);
        assertThat(seqs(tables, "quarantine")).containsExactly(0L, 1L, 2L);
      }
    }
  }

  @Test
  void a_fault_that_does_not_come_again_sends_nothing_to_quarantine() throws Exception {
    try (TestScope scope = TestScope.open("once")) {
      TestLog log = TestLog.of(scope);
      Connection connection = Connection.of(10);
      log.write(connection.run(Connection.sync(connection.now()),
          Connection.event(connection.now(), THROWS_ONCE), Connection.sync(connection.now())),
          connection.close());
      try (var persister = RunningPersister.start(List.of(Poison.class), log.settings, scope.database())) {
        log.flush();
        var tables = new Tables(scope.database());
        assertThat(seqs(tables, "event")).containsExactly(0L, 1L, 2L);
        assertThat(seqs(tables, "quarantine")).isEmpty();
        assertThat(tables.number("select sum(events)::bigint from session_total")).isEqualTo(3);
        assertThat(tables.row("select end_reason from session")).containsEntry("end_reason", "node_closed");
      }
    }
  }

  private static List<Long> seqs(Tables tables, String from) throws Exception {
    return tables.rows("select seq from " + from + " order by seq")
        .stream()
        .map(row -> (Long) row.get("seq"))
        .toList();
  }
}
