package org.jamtart.persister.workpackage;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jamtart.persister.PersisterSettings;
import org.jamtart.persister.database.Database;
import org.jamtart.persister.partition.ExpiredRows;
import org.jamtart.persister.partition.Partitions;
import org.jamtart.persister.projection.Inserts;
import org.jamtart.store.Durations;
import org.jamtart.store.NodePackageRow;
import org.jamtart.testsupport.Await;
import org.jamtart.testsupport.TartTest;
import org.jamtart.testsupport.TestDatabase;
import org.jamtart.testsupport.TestScope;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

/** What is rolled up of packages, against the packages themselves. */
@TartTest
class RolledPackagesIT {

  /** 60 hours, 4 nodes, each package on two of them; stages a fraction of a second to minutes apart; some fail, some stop. */
  private static final String PARTS = """
      insert into node_package (hash, node, first_seen, last_updated, opened_at, session, submission, core, services,
        received_at, authorized_at, refined_at, report_built_at, guarantee_built_at, last_guarantee_at, distributed_at, failed_at,
        refine_gas, failure_reason)
      select decode(lpad(to_hex(i), 64, '0'), 'hex'), n, t, greatest(t4, t3, t2, t1, t), t, 1, 1, i % 5,
        array[i % 3, 7], t, t1, t2, case when i % 7 > 0 then t3 end, case when i % 7 > 1 then t4 end, case when i % 7 > 1 then t4 + i % 40 * interval '1 s' end,
        case when i % 7 > 2 then t4 + interval '90 ms' end, case when i % 7 = 0 then t2 + interval '1 s' end, i,
        case when i % 7 = 0 then 'no credit for item ' || i end
      from (
        select i, n, t, t + (i * 37 % 1000) * interval '1 ms' as t1, t + (1000 + i * 91 % 7000) * interval '1 ms' as t2,
          t + (9000 + i * 53 % 400) * interval '1 ms' as t3, t + (9500 + i * i % 90000) * interval '1 ms' as t4
        from (select i, n, timestamptz '2026-03-01 00:30:00Z' + i * interval '71 s' + n * interval '13 ms' as t
          from generate_series(1, 3000) i, generate_series(1, 4) n where n = i % 4 + 1 or n = (i + 1) % 4 + 1) a) b""";

  private static final String COUNTS = """
      select count(*), count(received_at), count(authorized_at), count(refined_at), count(report_built_at),
        count(guarantee_built_at), count(distributed_at), count(failed_at),
        count(failed_at) filter (where guarantee_built_at is null),
        coalesce(sum(greatest(extract(epoch from coalesce(distributed_at, last_updated) - received_at) * 1000000, 0)), 0)::bigint
      from work_package w where first_seen >= bucket and first_seen < bucket + %s""";

  private static final String ROLLED = """
      select packages, received, authorized, refined, report_built, guarantee_built, distributed, failed, lost,
        pipeline_micros::bigint""";

  private final TestScope scope = TestScope.open("rolled");
  private final TestDatabase database = scope.database();
  private final Partitions partitions;

  RolledPackagesIT() throws SQLException {
    execute(
        "insert into node select n, decode(lpad(to_hex(n), 64, '0'), 'hex'), 'a', '1', 'g', null, null, null, now(), now() "
            + "from generate_series(1, 4) n");
    execute(PARTS);
    var settings = new Binder(new MapConfigurationPropertySource()).bindOrCreate("tart.persister",
        PersisterSettings.class);
    partitions = new Partitions(database.dataSource(), settings,
        PackageHours.TABLES.stream()
            .map(table -> new Partitions.Kept(table, Duration.ofDays(1), Duration.ofDays(7)))
            .toList(),
        Clock.systemUTC());
  }

  @AfterEach
  void close() throws Exception {
    scope.close();
  }

  @Test
  void every_hour_that_is_over_comes_to_what_its_packages_come_to_however_late_their_parts()
      throws Exception {
    merge("true");
    settle("2026-03-02T05:09:00Z", 40);
    assertThat(strings("select max(bucket) at time zone 'UTC' from package_figures where tier = 3"))
        .as("the hour that ended nine minutes ago is not over yet")
        .containsExactly("2026-03-02 03:00:00");
    settle("2026-03-03T10:30:00Z", 40);
    assertRolledUp(58);

    // Parts of packages that are rolled up: an earlier first report in the hour before, a failure, a stage, a package that is new.
    execute(
        "update node_package set first_seen = first_seen - interval '1 hour', received_at = received_at - interval '1 hour', "
            + "left_hours = array[date_trunc('hour', first_seen, 'UTC')] "
            + "where node = 2 and hash = decode(lpad(to_hex(101), 64, '0'), 'hex')");
    execute(
        "update node_package set failed_at = first_seen + interval '2 hours', failure_reason = 'late 77', "
            + "last_updated = first_seen + interval '2 hours' where hash = decode(lpad(to_hex(500), 64, '0'), 'hex')");
    execute("update node_package set distributed_at = guarantee_built_at + interval '5 s' where hash = "
        + "decode(lpad(to_hex(1200), 64, '0'), 'hex') and node = 1");
    execute(
        "insert into node_package (hash, node, first_seen, last_updated, session, submission, core, services, received_at) "
            + "values (decode(lpad('ffff', 64, '0'), 'hex'), 3, '2026-03-01 12:34:56Z', '2026-03-01 12:34:56Z', 1, 1, 4, '{9}', "
            + "'2026-03-01 12:34:56Z')");
    merge("hash in (select hash from node_package where hash in (decode(lpad(to_hex(101), 64, '0'), 'hex'), "
        + "decode(lpad(to_hex(500), 64, '0'), 'hex'), decode(lpad(to_hex(1200), 64, '0'), 'hex'), decode(lpad('ffff', 64, '0'), 'hex')))");
    assertRolledUp(58);
    merge("true");
    assertRolledUp(58);
    settle("2026-03-03T11:30:00Z", 5);
    assertRolledUp(59);
  }

  @Test
  void an_hour_that_a_nodes_part_leaves_for_an_earlier_report_is_made_again_too() throws Exception {
    merge("true");
    told("eeee", 1, "2026-03-01T10:10:00Z", false);
    told("eeee", 2, "2026-03-01T11:20:00Z", false);
    merge("hash = " + hash("eeee"));
    told("dddd", 1, "2026-03-01T10:10:00Z", false);
    told("dddd", 2, "2026-03-01T11:20:00Z", false);
    settle("2026-03-03T10:30:00Z", 60);

    // Of the second nothing was merged when the hour was rolled up; both moved on before they came back.
    for (String hash : List.of("eeee", "dddd")) {
      told(hash, 2, "2026-03-01T12:30:00Z", true);
      merge("hash = " + hash("eeee"));
      told(hash, 2, "2026-03-01T10:15:00Z", false);
    }
    merge("hash in (" + hash("eeee") + ", " + hash("dddd") + ")");
    assertRolledUp(58);
  }

  @Test
  void an_hour_of_which_packages_have_expired_is_final() throws Exception {
    merge("true");
    settle("2026-03-03T10:30:00Z", 60);
    // Talked of until lately: it stays, with its hour.
    execute("update node_package set last_updated = '2026-03-03T10:00:00Z' where hash = " + hash("1f5"));
    merge("hash = " + hash("1f5"));
    List<String> before = all("<");
    var feature = new PackageConfiguration().expiredPackages(new PackageSettings(Duration.ofDays(7)));
    var settings = new Binder(new MapConfigurationPropertySource()).bindOrCreate("tart.persister",
        PersisterSettings.class);
    var expired = new ExpiredRows(database.dataSource(), settings, List.of(feature), Duration.ofDays(5),
        Clock.fixed(Instant.parse("2026-03-08T13:20:00Z"), ZoneOffset.UTC));
    expired.keep();
    assertThat(expired.trouble()).isEmpty();
    assertThat(strings("select count(*) from work_package where first_seen < '2026-03-01T13:00:00Z'"))
        .containsExactly("1");

    // What comes for that package, and for one that moves into its hour, changes none of the hours that are final.
    List<String> behind = all(">=");
    execute("update node_package set failed_at = last_updated, failure_reason = 'late' where hash = "
        + hash("1f5"));
    told("eeee", 2, "2026-03-01T10:30:00Z", false);
    merge("true");
    assertThat(all("<")).isEqualTo(before);
    assertThat(all(">=")).isEqualTo(behind);
    assertThat(
        strings("select packages from package_figures where tier = 3 and bucket = '2026-03-01T13:00:00Z'"))
        .isEqualTo(strings(
            "select count(*) from work_package where date_trunc('hour', first_seen) = '2026-03-01T13:00:00Z'"));
  }

  @Test
  void what_is_rolled_up_first_is_an_hour_of_which_no_package_has_been_deleted() throws Exception {
    merge("true");
    execute("insert into kept_since values ('work_package', '2026-03-01T05:00:00Z')");
    settle("2026-03-03T10:30:00Z", 2);
    assertThat(strings("select min(bucket) at time zone 'UTC' from package_figures where tier = 3"))
        .containsExactly("2026-03-01 06:00:00");
  }

  @Test
  void no_package_expires_while_somebody_merges_nor_one_that_was_told_of_meanwhile() throws Exception {
    merge("true");
    String sql = new PackageConfiguration().expiredPackages(new PackageSettings(Duration.ofDays(7))).sql();
    try (Connection merging = database.connect();
        Statement statement = merging.createStatement();
        Connection expiring = database.connect();
        PreparedStatement expire = expiring.prepareStatement(sql);
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      merging.setAutoCommit(false);
      statement.execute("select pg_advisory_xact_lock(hashtext('tart.merge'), hashtext('marks'))");
      expire.setObject(1, OffsetDateTime.parse("2026-03-02T00:00:00Z"));
      Future<Integer> expired = threads.submit(() -> expire.executeUpdate());
      Await.value("it waits for the one who merges", Duration.ofSeconds(10), () -> strings(
          "select count(*) from pg_locks where locktype = 'advisory' and not granted and database = "
              + "(select oid from pg_database where datname = current_database())"),
          List.of("1")::equals);
      statement.execute("update work_package set last_updated = '2026-03-03' where hash = " + hash("1"));
      merging.commit();
      assertThat(expired.get()).isPositive();
    }
    assertThat(strings("select count(*) from work_package where first_seen < '2026-03-02T00:00:00Z' "
        + "and last_updated < '2026-03-02T00:00:00Z'")).containsExactly("0");
    assertThat(
        strings("select count(*) from work_package join node_package using (hash) where hash = " + hash("1")))
        .containsExactly("2");
  }

  /** Everything that is rolled up of the hours before, or behind, the one in which the first packages are left. */
  private List<String> all(String side) throws SQLException {
    List<String> all = new ArrayList<>();
    for (String table : PackageHours.TABLES) {
      String tier = table.equals("guarantor_figures") ? "tier = 3 and " : "";
      all.addAll(strings("select t::text from " + table + " t where " + tier + "bucket " + side
          + " '2026-03-01T13:00:00Z' order by 1"));
    }
    return all;
  }

  private static String hash(String hex) {
    return "decode(lpad('" + hex + "', 64, '0'), 'hex')";
  }

  /** A node says in a transaction of its own that it received, or distributed, a package. */
  private void told(String hex, int node, String time, boolean distributed) {
    Instant at = Instant.parse(time);
    var row = new NodePackageRow(
        new NodePackageRow.Key(HexFormat.of().parseHex("0".repeat(64 - hex.length()) + hex), node),
        new NodePackageRow.Arrival(at, at, null, 1, 1, 3, new long[]{7}),
        new NodePackageRow.Stages(distributed ? null : at, null, null, null, null, null,
            distributed ? at : null, null),
        new NodePackageRow.Particulars(null, null));
    try (var factory = Database.sessionFactory(database.dataSource());
        var session = factory.openStatelessSession()) {
      var transaction = session.beginTransaction();
      Inserts.all(session, List.of(row));
      transaction.commit();
    }
  }

  private void assertRolledUp(int hours) throws SQLException {
    assertThat(strings("select count(*) from package_figures where tier = 3"))
        .containsExactly(Integer.toString(hours));
    for (var tier : List.of("3 interval '1 hour'", "2 interval '1 minute'")) {
      String from = "from package_figures f where tier = " + tier.charAt(0) + " order by bucket";
      assertThat(strings(ROLLED + " " + from)).as(tier)
          .isEqualTo(strings("select c.* from package_figures f cross join lateral ("
              + COUNTS.formatted(tier.substring(2)).replace("bucket", "f.bucket") + ") c where tier = "
              + tier.charAt(0) + " order by bucket"));
    }
    assertThat(strings(
        "select sum(packages), sum((select sum(s) from unnest(stages) s)) from package_figures where tier = 2"))
        .isEqualTo(strings("select sum(packages), sum(packages) from package_figures where tier = 3"));
    assertPercentiles();
    String behind = " from work_package w where first_seen < (select max(bucket) + interval '1 hour' from package_figures where tier = 3)";
    assertThat(strings("select name, sum(packages) from package_tally where kind = 1 group by 1 order by 1"))
        .isEqualTo(
            strings("select s::text, count(distinct hash) from (select hash, unnest(services) as s" + behind
                + ") x group by 1 order by 1"));
    assertThat(strings("select name, sum(packages) from package_tally where kind = 2 group by 1 order by 1"))
        .isEqualTo(strings(
            "select case when failure_reason like 'late%' then 'late #' else 'no credit for item #' end, count(*)"
                + behind + " and failure_reason is not null group by 1 order by 1"));
    assertThat(strings(
        "select core, sum(packages), sum(refined), sum(gas), max(last) from package_core group by 1 order by 1"))
        .isEqualTo(
            strings("select core, count(*), count(refined_at), sum(refine_gas), max(last_updated)" + behind
                + " group by 1 order by 1"));
    assertGuarantors();
    for (var tier : List.of("3 hour", "4 day")) {
      assertThat(strings(
          "select bucket, node, packages, failures, micros[2]::bigint, samples[2], micros[6]::bigint, samples[6] "
              + "from guarantor_figures where tier = " + tier.charAt(0) + " order by 1, 2"))
          .as(tier)
          .isNotEmpty()
          .isEqualTo(strings(
              """
                  select date_trunc('%1$s', first_seen, 'UTC'), node, count(*), count(failed_at),
                    coalesce(sum(extract(epoch from refined_at - authorized_at) * 1000000), 0)::bigint, count(refined_at - authorized_at),
                    coalesce(sum(extract(epoch from distributed_at - received_at) * 1000000), 0)::bigint,
                    count(distributed_at - received_at)
                  from node_package
                  where date_trunc('%1$s', first_seen, 'UTC') + interval '1 %1$s' <=
                      (select max(bucket) + interval '1 hour' from package_figures where tier = 3)
                  group by 1, 2 order by 1, 2"""
                  .formatted(tier.substring(2))));
    }
  }

  /** By the hour of the package, not of the node's part, against each part with its package. */
  private void assertGuarantors() throws SQLException {
    String parts = """
         from node_package p join work_package w using (hash)
        where w.first_seen < (select max(bucket) + interval '1 hour' from package_figures where tier = 3)""";
    assertThat(strings(
        "select bucket, node, guaranteed, received, last_guarantee_at from package_guarantor order by 1, 2"))
        .isNotEmpty()
        .isEqualTo(strings(
            "select distinct date_trunc('hour', w.first_seen, 'UTC') as bucket, p.node, count(p.guarantee_built_at) over hour, "
                + "count(p.received_at) over hour, max(p.last_guarantee_at) over hour" + parts
                + " window hour as (partition by date_trunc('hour', w.first_seen, 'UTC'), p.node) order by 1, 2"));
    assertThat(strings(
        "select g.bucket, g.node, c.core, c.n from package_guarantor g, unnest(g.cores, g.core_guaranteed) c(core, n) order by 1, 2, 3"))
        .isNotEmpty()
        .isEqualTo(strings("select date_trunc('hour', w.first_seen, 'UTC'), p.node, w.core, count(*)" + parts
            + " and p.guarantee_built_at is not null group by 1, 2, 3 order by 1, 2, 3"));
  }

  /** Of all hours together, each stage, against the durations in their order. */
  private void assertPercentiles() throws SQLException {
    String[] stages = {"authorized_at - received_at", "refined_at - authorized_at",
        "report_built_at - refined_at",
        "guarantee_built_at - report_built_at", "distributed_at - guarantee_built_at",
        "coalesce(distributed_at, last_updated) - received_at"};
    for (int stage = 0; stage < stages.length; stage++) {
      var sum = new Durations();
      try (Connection connection = database.connect();
          Statement statement = connection.createStatement();
          ResultSet rows = statement
              .executeQuery("select durations[" + (stage + 1) + "] from package_figures where tier = 3")) {
        while (rows.next()) {
          sum.add(rows.getBytes(1));
        }
      }
      for (double share : new double[]{0.5, 0.95}) {
        double exact = Double.parseDouble(strings("select percentile_cont(" + share
            + ") within group (order by greatest(extract(epoch from " + stages[stage]
            + "), 0)) * 1000 from work_package "
            + "where first_seen < (select max(bucket) + interval '1 hour' from package_figures where tier = 3) and "
            + stages[stage] + " is not null").getFirst());
        assertThat(Objects.requireNonNull(sum.millis(share))).as(stages[stage])
            .isBetween(exact - exact / 32 - 0.5, exact + exact / 32 + 0.5);
      }
    }
  }

  private void merge(String condition) throws SQLException {
    try (Connection connection = database.connect()) {
      connection.setAutoCommit(false);
      List<byte[]> keys = new ArrayList<>();
      try (Statement statement = connection.createStatement();
          ResultSet rows = statement
              .executeQuery("select distinct hash from node_package where " + condition + " order by 1")) {
        while (rows.next()) {
          keys.add(rows.getBytes(1));
        }
      }
      packages(Instant.EPOCH).merge(connection, keys);
      connection.commit();
    }
  }

  private void settle(String now, int times) throws SQLException {
    try (Connection connection = database.connect()) {
      connection.setAutoCommit(false);
      for (int i = 0; i < times; i++) {
        packages(Instant.parse(now)).settle(connection);
        connection.commit();
      }
    }
  }

  private MergedPackages packages(Instant now) {
    InstantSource clock = () -> now;
    return new MergedPackages(new PackageHours(PackageHours.TABLES.stream().map(partitions::table).toList()),
        clock);
  }

  private List<String> strings(String sql) throws SQLException {
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      List<String> found = new ArrayList<>();
      while (rows.next()) {
        var line = new StringBuilder();
        for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
          line.append(i == 1 ? "" : " ").append(rows.getString(i));
        }
        found.add(line.toString());
      }
      return found;
    }
  }

  private void execute(String sql) throws SQLException {
    try (Connection connection = database.connect(); Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
