package org.jamtart.query.horizon;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;
import org.jamtart.query.fixture.Plan;
import org.jamtart.query.fixture.Rows;
import org.jamtart.query.fixture.SnapshotPool;
import org.jamtart.query.snapshot.Snapshot;
import org.jamtart.testsupport.TartTest;
import org.jamtart.testsupport.TestDatabase;
import org.jamtart.testsupport.TestScope;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

@TartTest
@DisplayNameGeneration(ReplaceUnderscores.class)
class RetainedIT {

  private static final LocalDate FIRST = LocalDate.parse("2026-11-17");
  private static final Instant T = Instant.parse("2026-11-18T12:00:00Z");

  private final TestDatabase database;
  private final Snapshot snapshot;
  private final Retained retained;

  RetainedIT(TestScope scope) {
    database = scope.database();
    var pool = SnapshotPool.of(scope, 2);
    var jdbc = JdbcClient.create(pool);
    snapshot = new Snapshot(pool);
    retained = new Retained(jdbc, new PositionSql(jdbc, snapshot));
  }

  private Optional<Instant> since() {
    return snapshot.execute(status -> retained.completeSince("event"));
  }

  private static Optional<Instant> begin(LocalDate day) {
    return Optional.of(day.atStartOfDay(ZoneOffset.UTC).toInstant());
  }

  @Test
  void It_is_known_when_partitions_have_come_or_gone_since_it_was_asked() {
    var rows = new Rows(database);
    rows.position(0, 1, T);
    assertThat(since()).isEmpty();
    rows.partitions(FIRST, FIRST.plusDays(2));
    assertThat(since()).isEqualTo(begin(FIRST));
    rows.execute("drop table event_2026_11_17");
    assertThat(since()).isEqualTo(begin(FIRST.plusDays(1)));
    rows.partitions(FIRST.minusDays(1), FIRST.minusDays(1));
    assertThat(since()).isEqualTo(begin(FIRST.minusDays(1)));
    rows.execute("alter table event detach partition event_2026_11_16");
    assertThat(since()).isEqualTo(begin(FIRST.plusDays(1)));
  }

  @Test
  void No_row_of_the_table_is_read_for_it() {
    assertThat(Plan.of(database, Retained.COMPLETE_SINCE, Map.of("table", "event")).examined("event"))
        .isZero();
  }
}
