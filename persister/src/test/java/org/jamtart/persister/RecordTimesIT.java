package org.jamtart.persister;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jamtart.log.LogCodec;
import org.jamtart.testsupport.TartTest;
import org.jamtart.testsupport.TestScope;
import org.junit.jupiter.api.Test;

/** What records say of the time of their receipt: whatever it is, the records behind them are stored. */
@TartTest
class RecordTimesIT {

  private static final long MICROS_A_DAY = Duration.ofDays(1).toMillis() * 1000;
  private static final long LAST = Long.MAX_VALUE / 1000 * 1000;
  private static final long YEAR_2300 = 10_413_792_000_000_000L;

  /** The broker takes every timestamp, so that what is not believed is not believed here. */
  private static TestLog log(TestScope scope) throws Exception {
    String topic = scope.infra()
        .newTopic("times", 2, Map.of("message.timestamp.after.max.ms", Long.toString(Long.MAX_VALUE)));
    scope.closeLater(() -> scope.infra().deleteTopic(topic));
    return scope.closeLater(new TestLog(scope, topic, scope.group()));
  }

  @Test
  void a_record_from_the_future_ends_in_quarantine_and_stops_nothing(TestScope scope) throws Exception {
    TestLog log = log(scope);
    var tables = new Tables(scope.database());
    try (var persister = RunningPersister.start(log.settings, scope.database())) {
      long now = Connection.of(0).received();
      for (long received : List.of(LAST, YEAR_2300, now + 2 * MICROS_A_DAY + 60_000_000,
          now + 2 * MICROS_A_DAY - 60_000_000,
          0L)) {
        Connection odd = Connection.of(1).receivedAt(received);
        log.write(odd.open(), odd.run(Connection.sync(odd.now())), odd.close());
      }
      Connection honest = Connection.of(1);
      log.write(honest.run(Connection.sync(honest.now()))).flush();

      assertThat(tables.number("select count(*) from quarantine where reason = 'implausible_time'"))
          .isEqualTo(9);
      assertThat(tables.rows("select distinct message from quarantine"))
          .anySatisfy(
              row -> assertThat((String) row.get("message")).contains("2300-01-01").contains("clock"));
      assertThat(tables.number("select count(*) from event")).as("of the day after tomorrow and of today")
          .isEqualTo(2);
      assertThat(tables.number("select sum(expired)::bigint from session_total")).as("of 1970").isEqualTo(1);
      assertThat(tables.number("select count(*) from session")).isEqualTo(3);
      assertThat(tables.number("""
          select count(*) from pg_inherits i join pg_class c on c.oid = i.inhrelid
          where i.inhparent = 'event'::regclass and c.relname > 'event_2100'""")).isZero();
      assertThat(persister.metric("tart_persister_retries")).isZero();
    }
  }

  @Test
  void what_is_of_the_future_is_told_by_the_clock_of_the_database() throws Exception {
    try (TestScope scope = TestScope.open("database-time")) {
      try (var connection = scope.database().connect(); var statement = connection.createStatement()) {
        statement.execute("""
            create function public.clock_timestamp() returns timestamptz language sql
            as $$ select pg_catalog.clock_timestamp() + interval '5 days' $$""");
        statement.execute(
            "alter database \"" + scope.database().name() + "\" set search_path = public, pg_catalog");
      }
      TestLog log = log(scope);
      try (var persister = RunningPersister.start(log.settings, scope.database())) {
        for (int days : List.of(6, 8)) {
          Connection ahead = Connection.of(1).receivedAt(Connection.of(1).received() + days * MICROS_A_DAY);
          log.write(ahead.open(), ahead.run(Connection.sync(ahead.now())), ahead.close());
        }
        log.flush();

        var tables = new Tables(scope.database());
        assertThat(tables.number("select count(*) from event")).as("a day ahead of it").isEqualTo(1);
        assertThat(tables.number("select count(*) from quarantine where reason = 'implausible_time'"))
            .as("records of three days ahead of it")
            .isEqualTo(3);
        assertThat(persister.metric("tart_persister_retries")).isZero();
      }
    }
  }

  @Test
  void a_record_whose_timestamp_is_not_the_one_in_its_header_is_not_ours() throws Exception {
    try (TestScope scope = TestScope.open("two-times")) {
      TestLog log = TestLog.of(scope);
      Connection connection = Connection.of(1);
      var record = LogCodec.encode(log.settings.topic(), connection.run(Connection.sync(connection.now())));
      record.headers().remove("received");
      record.headers().add("received", Long.toString(LAST).getBytes(StandardCharsets.US_ASCII));
      log.send(new ProducerRecord<>(record.topic(), null, record.timestamp(), record.key(), record.value(),
          record.headers()));
      Connection other = Connection.of(1);
      try (var persister = RunningPersister.start(log.settings, scope.database())) {
        log.write(other.run(Connection.sync(other.now()))).flush();
        var tables = new Tables(scope.database());
        assertThat(tables.row("select reason, message from quarantine")).containsEntry("reason", "not_tart")
            .hasEntrySatisfying("message", message -> assertThat((String) message).contains("received"));
        assertThat(tables.number("select count(*) from event")).isEqualTo(1);
      }
    }
  }
}
