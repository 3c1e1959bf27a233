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
import org.jamtart.persister.PersisterSettings;
import org.jamtart.testsupport.TartTest;
import org.jamtart.testsupport.TestDatabase;
import org.jamtart.testsupport.TestScope;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

/** What is deleted row by row, at a time of the test's own. */
@TartTest
class ExpiredRowsIT {

  private static final Instant NOW = Instant.parse("2026-03-31T12:00:00Z");

  private static ExpiredRows expired(TestDatabase database) {
    var source = new MapConfigurationPropertySource();
    source.put("tart.persister.quarantine-retention", "2d");
    source.put("tart.persister.event-retention", "3d");
    source.put("tart.persister.session-retention", "1h");
    PersisterSettings settings = new Binder(source).bindOrCreate("tart.persister", PersisterSettings.class);
    return new ExpiredRows(database.dataSource(), settings, Duration.ofDays(5),
        Clock.fixed(NOW, ZoneOffset.UTC));
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

  @Test
  void hours_of_the_quarantine_go_when_the_last_of_their_messages_has_gone(TestScope scope) throws Exception {
    TestDatabase database = scope.database();
    // More than one statement deletes.
    execute(database, "insert into quarantine_group select n, 1, 'truncated', '2026-03-29 11:00:00+00', 0, 1 "
        + "from generate_series(1, 12000) n");
    execute(database,
        "insert into quarantine_group values (1, 1, 'truncated', '2026-03-29 12:00:00+00', 0, 1)");
    ExpiredRows rows = expired(database);
    rows.keep();
    assertThat(rows.trouble()).isEmpty();
    assertThat(strings(database, "select distinct hour at time zone 'utc' from quarantine_group"))
        .containsExactly("2026-03-29 12:00:00");
  }

  @Test
  void rows_of_a_feature_go_one_by_one(TestScope scope) throws Exception {
    TestDatabase database = scope.closeLater(scope.infra().newDatabase("peers"));
    // More than one statement deletes.
    execute(database,
        "insert into node_peer select n, decode('01', 'hex'), 23, '2026-03-28 11:59:59+00', 1, 1, null, null "
            + "from generate_series(1, 6000) n");
    execute(database,
        "insert into node_peer values (1, decode('02', 'hex'), 23, '2026-03-28 12:00:00+00', 1, 1, null, null)");
    PersisterSettings settings = new Binder(new MapConfigurationPropertySource()).bindOrCreate(
        "tart.persister",
        PersisterSettings.class);
    new ExpiredRows(database.dataSource(), settings,
        List.of(ExpiredRows.Feature.byTime("node_peer", "time", Duration.ofDays(3))), Duration.ofDays(5),
        Clock.fixed(NOW, ZoneOffset.UTC)).keep();
    assertThat(strings(database, "select encode(peer, 'hex') from node_peer")).containsExactly("02");
  }

  @Test
  void sessions_go_with_their_totals_when_nothing_can_speak_of_them_any_more(TestScope scope)
      throws Exception {
    TestDatabase database = scope.infra().newDatabase("sessions");
    scope.closeLater(database);
    // The log keeps the longest here: five days.
    String session = "insert into session select %d, gen_random_uuid(), 1, '%s', 1, 341, null, null, "
        + "'2026-03-01', '%s', 1, 0, 0, %s, null, null";
    String old = "00000000-0000-0000-0000-000000000001";
    String young = "00000000-0000-0000-0000-000000000002";
    execute(database, session.formatted(1, old, "2026-03-26 11:00:00+00", "'2026-03-26 11:59:59+00'"));
    execute(database, session.formatted(2, young, "2026-03-26 11:00:00+00", "'2026-03-26 12:00:01+00'"));
    execute(database, session.formatted(3, old, "2026-03-26 11:00:00+00", "null"));
    execute(database, session.formatted(4, young, "2026-03-31 11:00:00+00", "null"));
    execute(database, "insert into session_total select s, 1, 0, 0, 0, 0 from generate_series(1, 4) s");
    execute(database,
        "insert into gateway values ('" + old + "', 'g', '2026-03-01', '2026-03-26', null, 0), ('"
            + young + "', 'g', '2026-03-01', '2026-03-31', null, 0)");
    expired(database).keep();
    assertThat(strings(database, "select id from session order by id")).containsExactly("2", "4");
    assertThat(strings(database, "select session from session_total order by 1")).containsExactly("2", "4");
    assertThat(strings(database, "select id from gateway")).containsExactly(young);
  }

  @Test
  void what_cannot_be_deleted_is_shown_until_it_can(TestScope scope) throws Exception {
    TestDatabase database = scope.infra().newDatabase("broken");
    scope.closeLater(database);
    execute(database, "alter table session_total rename to away");
    ExpiredRows rows = expired(database);
    rows.keep();
    assertThat(rows.trouble()).contains("session_total");
    assertThat(rows.failures()).isEqualTo(1);
    execute(database, "alter table away rename to session_total");
    rows.keep();
    assertThat(rows.trouble()).isEmpty();
  }
}
