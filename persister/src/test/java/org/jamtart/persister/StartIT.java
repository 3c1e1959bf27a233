package org.jamtart.persister;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.jamtart.testsupport.TartTest;
import org.jamtart.testsupport.TestScope;
import org.junit.jupiter.api.Test;

/** A persister that cannot work yet. */
@TartTest
class StartIT {

  @Test
  void while_it_waits_for_its_database_it_stops_as_soon_as_it_is_told_to(TestScope scope) throws Exception {
    TestLog log = TestLog.of(scope);
    try (var persister = PersisterProcess.start(log.settings, scope.database(), 128,
        "--spring.datasource.url=jdbc:postgresql://localhost:1/nowhere",
        "--tart.persister.start-timeout=60s")) {
      persister.awaitLine("event=database_unavailable");

      assertThat(persister.terminate()).isLessThan(Duration.ofSeconds(10));
    }
  }
}
