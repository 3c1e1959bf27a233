package org.jamtart.persister;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.jamtart.testsupport.TartTest;
import org.jamtart.testsupport.TestScope;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/** A persister that cannot work yet. */
@TartTest
@Order(1) // takes long
class StartIT {

  private static final String NOWHERE = "--spring.datasource.url=jdbc:postgresql://localhost:1/nowhere";

  @Test
  void while_it_waits_for_its_database_it_stops_as_soon_as_it_is_told_to(TestScope scope) throws Exception {
    TestLog log = TestLog.of(scope);
    try (var persister = PersisterProcess.start(log.settings, scope.database(), 128, NOWHERE,
        "--tart.persister.start-timeout=60s")) {
      persister.awaitLine("event=database_unavailable");

      assertThat(persister.terminate()).isLessThan(Duration.ofSeconds(10));
    }
  }

  @Test
  void a_start_that_is_given_up_says_what_to_do_and_shows_no_stack_trace(TestScope scope) throws Exception {
    TestLog log = TestLog.of(scope);
    try (var persister = PersisterProcess.start(log.settings, scope.database(), 128, NOWHERE,
        "--tart.persister.start-timeout=1s")) {
      persister.awaitEnd();

      assertThat(persister.output()).contains("within 1 s", "localhost:1", "TART_DATABASE_URL")
          .doesNotContain("\tat ");
    }
  }

  @Test
  void a_database_that_goes_away_at_any_step_of_the_start_only_delays_it(TestScope scope) throws Exception {
    TestLog log = TestLog.of(scope);
    Connection connection = Connection.of(1);
    log.write(connection.run(Connection.sync(connection.now())));
    var refusals = new RefusingOnce();
    try (var persister = RunningPersister.start(refusals, log.settings, scope.database())) {
      persister.ready();
      log.flush();

      assertThat(new Tables(scope.database()).number("select count(*) from event")).isEqualTo(1);
      assertThat(refusals.refused()).anyMatch(path -> path.contains("SchemaUpdate"))
          .anyMatch(path -> path.contains("DatabaseTime"))
          .anyMatch(path -> path.contains("LogPositions.verify"))
          .anyMatch(path -> path.contains("Partitions.makeAhead"));
    }
  }
}
