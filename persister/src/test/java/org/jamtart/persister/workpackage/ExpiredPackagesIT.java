package org.jamtart.persister.workpackage;

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
import org.jamtart.persister.PersisterSettings;
import org.jamtart.persister.partition.ExpiredRows;
import org.jamtart.testsupport.TartTest;
import org.jamtart.testsupport.TestDatabase;
import org.jamtart.testsupport.TestScope;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

/** No package is kept for ever, and an answer can say since when all are there. */
@TartTest
class ExpiredPackagesIT {

  private static final Instant NOW = Instant.parse("2026-03-31T12:34:56Z");

  @Test
  void a_package_goes_with_its_parts_when_nobody_has_said_anything_of_it_for_long(TestScope scope)
      throws Exception {
    TestDatabase database = scope.database();
    // More than one statement deletes; each hundredth package was talked of until lately.
    execute(database, """
        insert into node_package (hash, node, first_seen, last_updated, session, submission, core, services)
        select decode(lpad(to_hex(i), 64, '0'), 'hex'), n, timestamptz '2026-03-01', case when i % 100 = 0
          then timestamptz '2026-03-30' else timestamptz '2026-03-02' end, 1, 1, 0, '{}'
        from generate_series(1, 6000) i, generate_series(1, 2) n""");
    execute(database,
        """
            insert into work_package (hash, first_seen, last_updated, core, services, node, received_by, guaranteed_by)
            select hash, first_seen, last_updated, 0, '{}', 1, 2, 0 from node_package where node = 1""");
    execute(database,
        """
            insert into work_package (hash, first_seen, last_updated, core, services, node, received_by, guaranteed_by)
            values ('new', '2026-03-25', '2026-03-25', 0, '{}', 1, 2, 0), ('of an hour that has not expired whole',
              '2026-03-24 12:01:00Z', '2026-03-24 12:01:00Z', 0, '{}', 1, 2, 0)""");
    var settings = new Binder(new MapConfigurationPropertySource()).bindOrCreate("tart.persister",
        PersisterSettings.class);
    var feature = new PackageConfiguration().expiredPackages(new PackageSettings(Duration.ofDays(7)));
    var expired = new ExpiredRows(database.dataSource(), settings, List.of(feature), Duration.ofDays(5),
        Clock.fixed(NOW, ZoneOffset.UTC));
    expired.keep();
    expired.keep();
    assertThat(expired.trouble()).isEmpty();
    assertThat(strings(database, "select count(*) from work_package")).containsExactly("62");
    assertThat(strings(database, "select count(*) from node_package")).containsExactly("120");
    assertThat(
        strings(database, "select since at time zone 'UTC' from kept_since where name = 'work_package'"))
        .containsExactly("2026-03-24 12:00:00");
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
}
