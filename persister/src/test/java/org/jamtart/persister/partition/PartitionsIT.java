package org.jamtart.persister.partition;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jamtart.persister.PersisterSettings;
import org.jamtart.persister.time.Times;
import org.jamtart.testsupport.TartTest;
import org.jamtart.testsupport.TestDatabase;
import org.jamtart.testsupport.TestScope;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

/** Partitions by time on a real database, at times of the test's own. */
@TartTest
class PartitionsIT {

  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

  private static Partitions partitions(TestDatabase database, Instant now, String size) {
    var source = new MapConfigurationPropertySource();
    source.put("tart.persister.partition-size", size);
    source.put("tart.persister.event-retention", "2d");
    PersisterSettings settings = new Binder(source).bindOrCreate("tart.persister", PersisterSettings.class);
    return new Partitions(database.dataSource(), settings, Clock.fixed(now, ZoneOffset.UTC));
  }

  private static List<String> events(TestDatabase database) throws SQLException {
    return strings(database, """
        select c.relname from pg_inherits i join pg_class c on c.oid = i.inhrelid
        where i.inhparent = 'event'::regclass order by 1""");
  }

  private static List<String> strings(TestDatabase database, String sql) throws SQLException {
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      List<String> found = new ArrayList<>();
      while (rows.next()) {
        found.add(rows.getString(1));
      }
      return found;
    }
  }

  private static void execute(TestDatabase database, String sql) throws SQLException {
    try (Connection connection = database.connect(); Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static void insert(TestDatabase database, String time) throws SQLException {
    execute(database,
        "insert into event (time, session, seq, received, node, type, implausible, bytes) values ('" + time
            + "', 1, 1, now(), 1, 1, false, '')");
  }

  private static TestDatabase database(TestScope scope) {
    return scope.closeLater(scope.infra().newDatabase("partitions"));
  }

  @Test
  void partitions_are_made_ahead_and_once(TestScope scope) throws Exception {
    TestDatabase database = database(scope);
    Partitions partitions = partitions(database, NOON.plusSeconds(1), "6h");
    partitions.makeAhead();
    partitions.makeAhead();
    assertThat(events(database)).containsExactly("event_20260301_120000", "event_20260301_180000",
        "event_20260302_000000");
    assertThat(partitions.ahead(partitions.events())).isEqualTo(Duration.ofHours(18).minusSeconds(1));
    assertThat(partitions.isAlarming()).isFalse();
    Partitions unkept = partitions(database, NOON.plus(Duration.ofHours(13)), "6h");
    unkept.events().refresh();
    unkept.quarantine().refresh();
    assertThat(unkept.isAlarming()).as("the last partitions end in 5 h").isTrue();
    assertThat(
        strings(database, "select indexname from pg_indexes where tablename = 'event_20260301_120000'"))
        .hasSize(3);
  }

  @Test
  void several_persisters_may_make_the_same_partition_at_once(TestScope scope) throws Exception {
    TestDatabase database = database(scope);
    try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
      Callable<Void> make = () -> {
        partitions(database, NOON, "1h").makeAhead();
        return null;
      };
      for (Future<Void> one : threads.invokeAll(List.of(make, make, make, make))) {
        one.get();
      }
    }
    assertThat(events(database)).hasSize(3);
  }

  @Test
  void partitions_of_another_size_are_clipped_to_their_neighbours(TestScope scope) throws Exception {
    TestDatabase database = database(scope);
    partitions(database, NOON, "1h").makeAhead(); // 12 to 15
    Partitions larger = partitions(database, NOON, "6h");
    larger.events().refresh();
    PartitionedTable.Need need = larger.events().need();
    need.add(Times.micros(NOON.plus(Duration.ofHours(4))));
    need.add(Times.micros(NOON.minus(Duration.ofHours(1))));
    need.make();
    assertThat(events(database)).containsExactly("event_20260301_060000", "event_20260301_120000",
        "event_20260301_130000", "event_20260301_140000", "event_20260301_150000");
    insert(database, "2026-03-01 17:59:59.999999+00");
    insert(database, "2026-03-01 06:00:00+00");
    assertThat(larger.events().ranges().coveredUntil(Times.micros(NOON)))
        .isEqualTo(Times.micros(NOON.plusSeconds(6 * 3600)));
  }

  @Test
  void partitions_are_dropped_whole_when_retention_ends(TestScope scope) throws Exception {
    TestDatabase database = database(scope);
    partitions(database, NOON, "6h").makeAhead();
    insert(database, "2026-03-01 12:00:00+00");
    Instant justBefore = NOON.plus(Duration.ofHours(54)).minusSeconds(1);
    partitions(database, justBefore, "6h").keep();
    assertThat(events(database)).contains("event_20260301_120000");
    Partitions later = partitions(database, justBefore.plusSeconds(1), "6h");
    later.keep();
    assertThat(events(database)).doesNotContain("event_20260301_120000").contains("event_20260301_180000");
    assertThat(strings(database, "select relname from pg_class where relname = 'event_20260301_120000'"))
        .isEmpty();
    assertThat(later.trouble()).isEmpty();
  }

  @Test
  void what_an_interrupted_drop_left_is_finished(TestScope scope) throws Exception {
    TestDatabase database = database(scope);
    Partitions partitions = partitions(database, NOON, "6h");
    partitions.makeAhead();
    execute(database, "alter table event detach partition event_20260301_120000");
    execute(database, "create table event_mine (a int)");
    partitions.keep();
    assertThat(
        strings(database,
            "select relname from pg_class where relname like 'event\\_%' and relname <> 'event_types' and relkind = 'r'"))
        .contains("event_mine", "event_20260301_120000")
        .hasSize(4);
    assertThat(events(database)).as("made again, since it is needed").contains("event_20260301_120000");
  }

  @Test
  void a_detach_that_was_interrupted_is_finished(TestScope scope) throws Exception {
    TestDatabase database = database(scope);
    partitions(database, NOON, "6h").makeAhead();
    execute(database,
        "update pg_inherits set inhdetachpending = true where inhrelid = 'event_20260301_120000'::regclass");
    partitions(database, NOON.plus(Duration.ofDays(4)), "6h").keep();
    assertThat(strings(database, "select relname from pg_class where relname = 'event_20260301_120000'"))
        .isEmpty();
  }

  @Test
  void a_drop_that_waits_for_a_long_read_keeps_no_row_from_being_written(TestScope scope) throws Exception {
    TestDatabase database = database(scope);
    partitions(database, NOON, "6h").makeAhead();
    Partitions later = partitions(database, NOON.plus(Duration.ofDays(4)), "6h");
    later.makeAhead();
    try (Connection reader = database.connect();
        Statement reading = reader.createStatement();
        Connection writer = database.connect();
        Statement writing = writer.createStatement();
        ExecutorService threads = Executors.newSingleThreadExecutor()) {
      reader.setAutoCommit(false);
      reading.execute("select count(*) from event");
      writing.execute("set lock_timeout = '500ms'"); // waiting for a lock is what fails, not a slow machine
      Future<?> drop = threads.submit(later::keep);
      int rows = 0;
      while (!drop.isDone()) {
        writing.execute("insert into event (time, session, seq, received, node, type, implausible, bytes) "
            + "values ('2026-03-05 12:00:00+00', 1, " + rows++ + ", now(), 1, 1, false, '')");
        writing.execute("select count(*) from event where time >= '2026-03-05'");
      }
      drop.get();
      writing.execute("reset lock_timeout");
      assertThat(later.dropFailures()).isEqualTo(1);
      assertThat(rows).isGreaterThan(1);
    }
  }

  @Test
  void a_drop_that_must_wait_too_long_is_given_up_and_shown(TestScope scope) throws Exception {
    TestDatabase database = database(scope);
    partitions(database, NOON, "6h").makeAhead();
    Partitions later = partitions(database, NOON.plus(Duration.ofDays(4)), "6h");
    try (Connection reader = database.connect(); Statement statement = reader.createStatement()) {
      reader.setAutoCommit(false);
      statement.execute("select count(*) from event");
      later.keep();
      assertThat(later.trouble()).contains("cannot be dropped");
      assertThat(later.dropFailures()).isEqualTo(1);
      assertThat(later.isAlarming()).isTrue();
    }
    later.keep();
    assertThat(later.trouble()).isEmpty();
    assertThat(later.isAlarming()).isFalse();
    assertThat(events(database)).doesNotContain("event_20260301_120000");
  }
}
