package org.jamtart.persister.convergence;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import org.jamtart.persister.PersisterSettings;
import org.jamtart.persister.partition.Partitions;
import org.jamtart.store.Buckets;
import org.jamtart.store.PackedCounts;
import org.jamtart.testsupport.TartTest;
import org.jamtart.testsupport.TestDatabase;
import org.jamtart.testsupport.TestScope;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

/** Histograms of hours, against those of single slots and blocks. */
@TartTest
class SpreadHoursIT {

  private static final Instant START = Instant.parse("2026-03-01T10:00:00Z");

  @Test
  void hours_that_are_settled_are_added_up_and_no_other(TestScope scope) throws Exception {
    TestDatabase database = scope.database();
    var settings = new Binder(new MapConfigurationPropertySource()).bindOrCreate("tart.persister",
        PersisterSettings.class);
    var partitions = new Partitions(database.dataSource(), settings,
        List.of(new Partitions.Kept(SpreadHours.TABLE, Duration.ofDays(1), Duration.ofDays(7))),
        Clock.systemUTC());
    var expected = new TreeMap<String, String>();
    try (Connection connection = database.connect(); Statement statement = connection.createStatement()) {
      for (String table : List.of("guarantee_slot_convergence", "assurance_convergence",
          "block_convergence")) {
        statement.execute("create table " + table + "_all partition of " + table
            + " for values from ('2026-01-01') to ('2027-01-01')");
      }
      var sums = new TreeMap<String, long[][]>();
      var random = new Random(11);
      // Five hours, a slot or block every 48 s; none in the third hour.
      for (long second = 0; second < 5 * 3_600; second += 48) {
        if (second / 3_600 != 2) {
          Instant time = START.plusSeconds(second);
          for (int kind = 1; kind <= 3; kind++) {
            long[][] counts = {counts(random), counts(random)};
            insert(connection, kind, time, counts);
            if (time.isBefore(START.plus(Duration.ofHours(4)))) {
              add(sums, kind + " 2 " + time.truncatedTo(ChronoUnit.MINUTES), counts);
              add(sums, kind + " 3 " + time.truncatedTo(ChronoUnit.HOURS), counts);
            }
          }
        }
      }
      for (int kind = 1; kind <= 3; kind++) {
        sums.put(kind + " 3 2026-03-01T12:00:00Z",
            new long[][]{new long[Buckets.SPREAD.count()], new long[Buckets.SPREAD.count()]});
      }
      sums.forEach((key, both) -> expected.put(key, Arrays.deepToString(both)));

      var hours = new SpreadHours(partitions.table(SpreadHours.TABLE));
      for (int i = 0; i < 9; i++) {
        hours.next(connection, START.plus(Duration.ofHours(5)).plusSeconds(59));
      }
      assertThat(added(statement)).isEqualTo(expected);
    }
  }

  /** Nobody merged for hours, say. */
  @Test
  void what_moves_to_an_earlier_hour_after_both_were_added_up_is_taken_out_of_one_and_put_into_the_other()
      throws Exception {
    try (var scope = TestScope.open("moved")) {
      moved(scope.database());
    }
  }

  private static void moved(TestDatabase database) throws SQLException {
    Clock clock = Clock.fixed(START.plus(Duration.ofHours(9)), ZoneOffset.UTC);
    var settings = new ConvergenceSettings(Duration.ofHours(12), Duration.ofDays(7), Duration.ofDays(30));
    Partitions partitions = partitions(database, settings, clock);
    var hours = new SpreadHours(partitions.table(SpreadHours.TABLE));
    var settled = new Settled(settings, clock);
    var told = new Spread(partitions, database);
    // Of each hour one that stays, and in the second one that moves: said by nodes 1 to 3 of report or anchor and slot.
    told.all(1, "10:20:00Z", 3);
    told.all(2, "11:30:00Z", 2);
    told.all(3, "11:40:00Z", 3);
    told.all(4, "12:10:00Z", 1);
    try (Connection connection = database.connect(); Statement statement = connection.createStatement()) {
      told.merge(connection, settled, hours);
      for (int i = 0; i < 4; i++) {
        hours.next(connection, START.plus(Duration.ofHours(4)));
      }
      assertThat(samples(statement)).isEqualTo(
          "{1 10=3, 1 11=5, 1 12=1, 2 10=3, 2 11=5, 2 12=1, 3 10=3, 3 11=5, 3 12=1}");
      told.all(2, "10:50:00Z", 1);
      told.merge(connection, settled, hours);
      assertThat(samples(statement)).isEqualTo(
          "{1 10=5, 1 11=3, 1 12=1, 2 10=5, 2 11=3, 2 12=1, 3 10=5, 3 11=3, 3 12=1}");
      told.all(3, "12:20:00Z", 2);
      told.merge(connection, settled, hours);
      assertThat(samples(statement)).as("a report that is not the first changes no hour")
          .isEqualTo("{1 10=5, 1 11=3, 1 12=1, 2 10=5, 2 11=3, 2 12=1, 3 10=5, 3 11=3, 3 12=1}");
    }
  }

  /** Made again from what is left of its parts it would be less than it was. */
  @Test
  void what_is_settled_stays_settled_when_parts_are_kept_longer_from_now_on() throws Exception {
    try (var scope = TestScope.open("longer")) {
      TestDatabase database = scope.database();
      var shorter = new ConvergenceSettings(Duration.ofHours(2), Duration.ofDays(7), Duration.ofDays(30));
      var longer = new ConvergenceSettings(Duration.ofHours(12), Duration.ofDays(7), Duration.ofDays(30));
      Clock early = Clock.fixed(START.plus(Duration.ofMinutes(30)), ZoneOffset.UTC);
      Clock late = Clock.fixed(START.plus(Duration.ofHours(4)), ZoneOffset.UTC);
      Partitions before = partitions(database, shorter, early);
      Partitions then = partitions(database, shorter, late);
      var hours = new SpreadHours(before.table(SpreadHours.TABLE));
      var told = new Spread(before, database);
      told.all(1, "10:20:00Z", 3);
      told.all(2, "12:10:00Z", 2);
      told.all(4, "11:30:00Z", 2);
      told.all(5, "13:20:00Z", 2);
      try (Connection connection = database.connect(); Statement statement = connection.createStatement()) {
        told.merge(connection, new Settled(shorter, early), hours);
        then.keep();
        assertThat(then.trouble()).isEmpty();
        before.forget();
        told.all(1, "10:50:00Z", 1);
        told.all(2, "12:05:00Z", 1);
        told.all(4, "11:25:00Z", 1);
        told.all(5, "13:15:00Z", 1);
        told.all(3, 1, "13:00:00Z", 1);
        told.merge(connection, new Settled(longer, late), hours);
        assertThat(figures(statement))
            .as("what was dropped may have had reports of things that begin up to an hour behind it; of the last all parts "
                + "are there; a later report for the slot of the first changes nothing of that")
            .containsExactly("1 10:20:00 3", "1 11:30:00 2", "1 12:10:00 2", "1 13:15:00 2", "2 10:20:00 3",
                "2 11:30:00 2", "2 12:10:00 2", "2 13:00:00 1", "2 13:15:00 2", "3 10:20:00 3",
                "3 11:30:00 2", "3 12:10:00 2", "3 13:00:00 1", "3 13:15:00 2");
      }
    }
  }

  private static List<String> figures(Statement statement) throws SQLException {
    List<String> figures = new ArrayList<>();
    try (ResultSet row = statement.executeQuery(
        """
                select 1 as kind, (built_at at time zone 'UTC')::time as time, samples from guarantee_slot_convergence
                union all
                select 2, (first_at at time zone 'UTC')::time, samples from assurance_convergence
            union all
            select 3, (authored_at at time zone 'UTC')::time, node_count from block_convergence where type = 43
            order by kind, time""")) {
      while (row.next()) {
        figures.add(row.getString(1) + " " + row.getString(2) + " " + row.getInt(3));
      }
    }
    return figures;
  }

  private static Partitions partitions(TestDatabase database, ConvergenceSettings settings, Clock clock) {
    return new Partitions(database.dataSource(),
        new Binder(new MapConfigurationPropertySource()).bindOrCreate("tart.persister",
            PersisterSettings.class),
        new ConvergenceConfiguration().convergenceTables(settings).tables(), clock);
  }

  /** Samples by kind and hour; those of the minutes come to the same. */
  private static String samples(Statement statement) throws SQLException {
    var samples = new TreeMap<String, Long>();
    var ofMinutes = new TreeMap<String, Long>();
    try (ResultSet row = statement.executeQuery(
        "select kind, tier, extract(hour from bucket at time zone 'UTC'), spread, spread_skewless from spread_figures")) {
      while (row.next()) {
        long[] counts = new long[Buckets.SPREAD.count()];
        PackedCounts.add(row.getBytes(4), counts);
        PackedCounts.add(row.getBytes(5), counts);
        (row.getInt(2) == 3 ? samples : ofMinutes).merge(row.getInt(1) + " " + row.getInt(3),
            Arrays.stream(counts).sum() / 2, Long::sum);
      }
    }
    assertThat(ofMinutes).isEqualTo(samples);
    return samples.toString();
  }

  private static long[] counts(Random random) {
    return random.longs(Buckets.SPREAD.count(), 0, 900).toArray();
  }

  private static void add(TreeMap<String, long[][]> sums, String key, long[][] counts) {
    long[][] sum = sums.computeIfAbsent(key,
        absent -> new long[][]{new long[Buckets.SPREAD.count()], new long[Buckets.SPREAD.count()]});
    for (int i = 0; i < counts.length; i++) {
      for (int j = 0; j < counts[i].length; j++) {
        sum[i][j] += counts[i][j];
      }
    }
  }

  private static void insert(Connection connection, int kind, Instant time, long[][] counts)
      throws SQLException {
    String sql = switch (kind) {
      case 1 -> "insert into guarantee_slot_convergence values (?, 1, 1, 1, 1, '{1}', ?, '{1}', ?)";
      case 2 ->
        "insert into assurance_convergence values (?, '\\x01', now(), 1, 1, 1, '{1}', ?, '{1}', ?, '{1}')";
      default -> "insert into block_convergence values (?, '\\x01', 43, 1, 1, 1, '{1}', ?, '{1}', ?)";
    };
    try (PreparedStatement insert = connection.prepareStatement(sql)) {
      insert.setObject(1, time.atOffset(ZoneOffset.UTC));
      insert.setBytes(2, PackedCounts.pack(counts[0]));
      insert.setBytes(3, PackedCounts.pack(counts[1]));
      insert.executeUpdate();
    }
  }

  private static TreeMap<String, String> added(Statement statement) throws SQLException {
    var added = new TreeMap<String, String>();
    try (ResultSet row = statement
        .executeQuery("select kind, tier, bucket, spread, spread_skewless from spread_figures")) {
      while (row.next()) {
        long[][] counts = {new long[Buckets.SPREAD.count()], new long[Buckets.SPREAD.count()]};
        PackedCounts.add(row.getBytes(4), counts[0]);
        PackedCounts.add(row.getBytes(5), counts[1]);
        added.put(row.getInt(1) + " " + row.getInt(2) + " "
            + row.getObject(3, OffsetDateTime.class).toInstant(), Arrays.deepToString(counts));
      }
    }
    return added;
  }
}
