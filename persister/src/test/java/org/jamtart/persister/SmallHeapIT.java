package org.jamtart.persister;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.jamtart.testsupport.TartTest;
import org.jamtart.testsupport.TestScope;
import org.jamtart.testsupport.net.TcpRelay;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What the persister takes of its heap does not depend on what nodes send, nor on how long the database is away. */
@TartTest
class SmallHeapIT {

  private static final int FRAME = 256 << 10;
  private static final int FRAMES = 700;
  private static final int HEAP = 128;

  /** In Kafka's count these are a few megabytes, uncompressed they are 175. */
  @Test
  @Tag("long")
  void frames_that_compress_to_nothing_and_a_database_that_is_away_fit_into_a_small_heap(TestScope scope)
      throws Exception {
    TestLog log = TestLog.of(scope);
    byte[] zeros = new byte[FRAME - 9];
    Arrays.fill(zeros, (byte) 0);
    Connection connection = Connection.of(1);
    try (TcpRelay relay = TcpRelay.to(TroubleIT.port(scope.database().jdbcUrl()));
        var persister = PersisterProcess.start(log.settings, scope.database(), HEAP,
            "--tart.persister.concurrency=1",
            "--spring.datasource.url=" + TroubleIT.through(relay, scope)).ready()) {
      relay.refuse(true);
      relay.cut();
      for (int i = 0; i < FRAMES; i++) {
        log.write(connection.run(Connection.event(connection.now(), 250, zeros)));
        if (i % 200 == 199) {
          log.acknowledged();
        }
      }
      persister.awaitLine("event=store_retry");
      relay.refuse(false);
      log.flush();
      assertThat(persister.isAlive()).isTrue();
      var tables = new Tables(scope.database());
      assertThat(tables.row("select count(*) as n, min(length(bytes)) as bytes from event"))
          .containsEntry("n", (long) FRAMES)
          .containsEntry("bytes", FRAME);
    }
  }
}
