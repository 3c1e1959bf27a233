package org.jamtart.persister.replay.rebuild;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/**
 * For whom a rebuild works: keeps its lease and its counters, and says how fast it may be. Every method but
 * {@link #rest} throws when the replay was cancelled or is somebody else's.
 */
public interface Watch {

  /**
   * What was done.
   *
   * @param stopMillis how long a partition of the log stood still for it
   */
  record Work(long records, long events, long bytes, long skipped, long stopMillis) {
    public static final Work NONE = new Work(0, 0, 0, 0, 0);
  }

  /** The rebuild is planned: so many records are to be read, and what of the tables stays as it is. */
  void planned(long records, List<String> kept) throws SQLException;

  /** So many records more than were planned. */
  void more(long records) throws SQLException;

  /** Something was done, as part of a transaction; prolongs the lease. */
  void did(Connection connection, Work work) throws SQLException;

  /** Something was done. */
  void did(Work work) throws SQLException;

  /**
   * Leaves the machine to live data for a while.
   *
   * @param workedNanos time that was worked since the last rest; 0 waits only while live data are behind
   * @return false when this process is to stop
   */
  boolean rest(long workedNanos) throws SQLException, InterruptedException;
}
