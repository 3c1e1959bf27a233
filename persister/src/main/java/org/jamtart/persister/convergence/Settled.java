package org.jamtart.persister.convergence;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import org.jamtart.persister.partition.Partitions;
import org.jamtart.persister.time.Times;
import org.jamtart.store.KeptSinceSql;

/**
 * Which things are settled: those of which parts may have been dropped. Made again from the parts that are left, they would be less than
 * they were. What was dropped is not there again when parts are kept longer from now on, so it is written down. Thread-safe.
 */
final class Settled {

  private static final String DROPPED = "insert into kept_since values ('convergence_part', ?) "
      + KeptSinceSql.LATEST;

  private final ConvergenceSettings settings;
  private final Clock clock;

  Settled(ConvergenceSettings settings, Clock clock) {
    this.settings = settings;
    this.clock = clock;
  }

  /** Writes down that parts of the times [from, to) are going to be dropped: nobody waits with that, so it is over. */
  static Partitions.Past dropped() {
    return (connection, from, to) -> {
      try (PreparedStatement statement = connection.prepareStatement(DROPPED)) {
        statement.setObject(1, Rows.time(to));
        statement.executeUpdate();
      }
      return true;
    };
  }

  /** Things of which the first report is before this time are settled, Unix microseconds. */
  long before(Connection connection) throws SQLException {
    long bySettings = settings.settledBefore(Times.micros(clock.instant()));
    try (PreparedStatement statement = connection.prepareStatement(KeptSinceSql.CONVERGENCE_PARTS);
        ResultSet row = statement.executeQuery()) {
      // As with the settings: reports may be up to an hour before the first one, by clocks that are wrong.
      return row.next() ? Math.max(bySettings, Rows.micros(row, 1) + Parts.BUCKET) : bySettings;
    }
  }
}
