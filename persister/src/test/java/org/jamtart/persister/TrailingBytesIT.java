package org.jamtart.persister;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.jamtart.testsupport.TartTest;
import org.jamtart.testsupport.TestScope;
import org.junit.jupiter.api.Test;

/** Bytes after an event's last field: quarantine, or a row where the configuration accepts them. */
@TartTest
class TrailingBytesIT {

  @Test
  void events_with_trailing_bytes_are_rows_and_are_counted_where_they_are_accepted(TestScope scope)
      throws Exception {
    TestLog log = TestLog.of(scope);
    Connection connection = Connection.of(7);
    byte[] lengthened = lengthened(Connection.sync(connection.now()));
    byte[] dropped = lengthened(Connection.dropped(connection.now(), 40));
    log.write(connection.open(), connection.run(lengthened, dropped, Connection.sync(connection.now())));
    try (var persister = RunningPersister.start(log.settings, scope.database(),
        "--tart.wire.trailing-bytes=accepted")) {
      log.flush();
      var tables = new Tables(scope.database());
      assertThat(tables.rows("select event_id, bytes from event order by seq")).extracting("event_id")
          .containsExactly(0L, 1L, 41L);
      assertThat((byte[]) tables.row("select bytes from event where seq = 0").get("bytes"))
          .isEqualTo(lengthened);
      assertThat(tables.number("select sum(dropped)::bigint from node_total")).isEqualTo(40);
      assertThat(tables.number("select count(*) from quarantine")).isZero();
      assertThat(persister.metric("tart_persister_warnings")).isEqualTo(2);
    }
  }

  @Test
  void events_with_trailing_bytes_are_malformed_where_nothing_is_said() throws Exception {
    try (TestScope scope = TestScope.open("strict")) {
      TestLog log = TestLog.of(scope);
      Connection connection = Connection.of(7);
      log.write(connection.open(), connection.run(lengthened(Connection.sync(connection.now()))));
      try (var persister = RunningPersister.start(log.settings, scope.database())) {
        log.flush();
        assertThat(new Tables(scope.database()).rows("select reason from quarantine")).extracting("reason")
            .containsExactly("trailing_bytes");
        assertThat(persister.metric("tart_persister_warnings")).isZero();
      }
    }
  }

  private static byte[] lengthened(byte[] event) {
    return Arrays.copyOf(event, event.length + 3);
  }
}
