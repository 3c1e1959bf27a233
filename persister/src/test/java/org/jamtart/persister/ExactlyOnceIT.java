package org.jamtart.persister;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.common.TopicPartition;
import org.jamtart.log.GroupLag;
import org.jamtart.persister.position.LogRefusedException;
import org.jamtart.testsupport.Await;
import org.jamtart.testsupport.TartTest;
import org.jamtart.testsupport.TestScope;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/** The offset rows: the tables and Kafka's offsets may disagree, and nothing is lost or counted twice. */
@TartTest
@Order(1) // takes long
class ExactlyOnceIT {

  /** Each test has its own log, group and database. */
  private record Place(TestScope scope, TestLog log, Tables tables,
      Connection connection) implements AutoCloseable {

    static Place of(String name) throws Exception {
      TestScope scope = TestScope.open(name);
      return new Place(scope, TestLog.of(scope), new Tables(scope.database()), Connection.of(1));
    }

    RunningPersister persister(String... more) {
      return RunningPersister.start(log.settings, scope.database(), more);
    }

    void write(int frames) {
      for (int i = 0; i < frames; i++) {
        log.write(connection.run(Connection.sync(connection.now())));
      }
    }

    long events() throws Exception {
      return tables.number("select count(*) from event");
    }

    long counted() throws Exception {
      return tables.number("select sum(events)::bigint from session_total");
    }

    void deleteGroup() throws Exception {
      log.admin.deleteConsumerGroups(List.of(log.settings.group())).all().get();
    }

    @Override
    public void close() throws Exception {
      scope.close();
    }
  }

  @Test
  void when_kafkas_commit_was_lost_an_idle_log_is_flushed_all_the_same() throws Exception {
    try (Place place = Place.of("lost-commit")) {
      place.write(50);
      try (var persister = place.persister()) {
        place.log.flush();
      }
      place.deleteGroup();
      try (var persister = place.persister()) {
        place.log.flush();
        assertThat(place.events()).isEqualTo(50);
        assertThat(place.counted()).isEqualTo(50);
        assertThat(persister.metric("tart_persister_records")).isZero();
        assertThat(persister.metric("tart_persister_duplicates")).isZero();
      }
    }
  }

  @Test
  void an_offset_row_that_was_set_back_is_followed_and_nothing_counts_twice() throws Exception {
    try (Place place = Place.of("set-back"); var persister = place.persister()) {
      place.write(50);
      place.log.flush();
      assertThat(place.tables.update("update log_position set next_offset = 0")).isEqualTo(4);
      place.write(10);
      place.log.flush();
      assertThat(place.events()).isEqualTo(60);
      assertThat(place.counted()).isEqualTo(60);
      assertThat(place.tables.number("select duplicates from session")).isEqualTo(50);
      assertThat(place.tables.number("select max(next_offset) from log_position")).isEqualTo(60);
    }
  }

  @Test
  void offset_rows_that_were_set_back_under_an_idle_log_are_followed_all_the_same() throws Exception {
    try (Place place = Place.of("set-back-idle"); var persister = place.persister()) {
      place.write(50);
      place.log.flush();
      long sum = place.tables.number("select sum(next_offset)::bigint from log_position");
      // As a failover to a replica that was behind would leave it: the newest rows are gone, with the offsets.
      place.tables.update("delete from event where seq >= 30");
      place.tables.update("update session set next_seq = 30");
      place.tables.update("update session_total set events = 30");
      place.tables.update("update log_position set next_offset = 30 where next_offset = 50");
      Await.value("the rows to be where they were", Duration.ofSeconds(30),
          () -> place.tables.number("select sum(next_offset)::bigint from log_position"), now -> now == sum);
      place.log.flush();
      assertThat(place.events()).isEqualTo(50);
      assertThat(place.counted()).isEqualTo(50);
      assertThat(place.tables.number("select duplicates + missing from session")).isZero();
    }
  }

  @Test
  void a_transaction_whose_row_was_moved_by_another_writes_nothing() throws Exception {
    try (Place place = Place.of("moved"); var persister = place.persister()) {
      place.write(20);
      place.log.flush();
      // As if another persister had stored ten records that this one is going to read.
      place.tables.update("update log_position set next_offset = next_offset + 10 where next_offset > 0");
      place.tables.update("update session set next_seq = next_seq + 10");
      place.write(15);
      place.log.flush();
      assertThat(place.events()).isEqualTo(25);
      assertThat(place.counted()).isEqualTo(25);
      assertThat(place.tables.number("select duplicates + missing from session")).isZero();
    }
  }

  @Test
  void two_persisters_that_both_believe_to_own_the_partitions_count_every_frame_once() throws Exception {
    try (Place place = Place.of("two-owners"); var one = place.persister().ready()) {
      place.write(100);
      // Two groups know nothing of each other: as a persister that was given up and still writes.
      try (var other = place.persister("--tart.log.group=" + place.log.settings.group() + "-other")) {
        place.write(300);
        place.log.flush();
        place.write(300);
        place.log.flush();
        assertThat(place.events()).isEqualTo(700);
        assertThat(place.counted()).isEqualTo(700);
        assertThat(place.tables.number("select duplicates + missing from session")).isZero();
        assertThat(one.metric("tart_persister_rows") + other.metric("tart_persister_rows")).isEqualTo(700);
      }
    }
  }

  @Test
  void another_topic_under_the_same_name_is_refused_until_it_is_adopted() throws Exception {
    try (Place place = Place.of("refused")) {
      place.write(5);
      try (var persister = place.persister()) {
        place.log.flush();
      }
      place.tables.update("update log_position set topic_id = 'another'");
      assertThatThrownBy(place::persister).rootCause()
          .isInstanceOf(LogRefusedException.class)
          .hasMessageContaining("another")
          .hasMessageContaining("tart adopt-log");
      place.deleteGroup();
      try (var persister = place.persister("--tart.persister.adopt-log=true")) {
        place.log.flush();
        assertThat(place.events()).isEqualTo(5);
        assertThat(place.counted()).isEqualTo(5);
      }
    }
  }

  @Test
  void tables_that_are_ahead_of_the_log_are_refused() throws Exception {
    try (Place place = Place.of("beyond")) {
      place.write(5);
      try (var persister = place.persister()) {
        place.log.flush();
      }
      place.tables.update("update log_position set next_offset = 6 where next_offset = 5");
      assertThatThrownBy(place::persister).rootCause()
          .isInstanceOf(LogRefusedException.class)
          .hasMessageContaining("up to offset 6")
          .hasMessageContaining("ends at 5");
    }
  }

  @Test
  void a_running_persister_whose_row_names_another_topic_stops() throws Exception {
    try (Place place = Place.of("stops"); var persister = place.persister().ready()) {
      place.tables.update("update log_position set topic_id = 'another'");
      place.write(5);
      place.log.acknowledged();
      Await.until("the persister to give up", Duration.ofSeconds(30), () -> !persister.health().isLive());
      assertThat(place.events()).isZero();
      assertThat(persister.health().worries()).anyMatch(worry -> worry.contains("tart adopt-log"));
    }
  }

  @Test
  void what_the_log_dropped_before_it_was_stored_is_recorded_and_shown() throws Exception {
    try (Place place = Place.of("gap")) {
      place.write(10);
      try (var persister = place.persister()) {
        place.log.flush();
      }
      place.write(10);
      place.log.acknowledged();
      Map<TopicPartition, RecordsToDelete> delete = new HashMap<>();
      for (GroupLag.Partition partition : place.log.lag().read()) {
        if (partition.end() == 20) {
          delete.put(new TopicPartition(place.log.settings.topic(), partition.partition()),
              RecordsToDelete.beforeOffset(14));
        }
      }
      place.log.admin.deleteRecords(delete).all().get();
      try (var persister = place.persister().ready()) {
        place.log.flush();
        assertThat(place.events()).isEqualTo(16);
        assertThat(place.tables.row("select from_offset, to_offset from log_gap"))
            .containsEntry("from_offset", 10L)
            .containsEntry("to_offset", 14L);
        assertThat(place.tables.number("select missing from session")).isEqualTo(4);
        assertThat(persister.health().worries()).anyMatch(worry -> worry.contains("log_gap"));
      }
    }
  }
}
