package org.jamtart.persister.batch;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.jamtart.persister.projection.Collector;
import org.jamtart.persister.projection.Moment;
import org.jamtart.persister.session.SessionBook;

/** Where records that are gone through again are written, and by what. Used by one thread. */
public interface Rewriting {

  /** The sessions as this writing sees them. */
  SessionBook book();

  /** First of all in each transaction. */
  void begin(Connection connection) throws SQLException;

  /** What gathers the records of one transaction, in the order in which it writes. */
  List<Collector> collectors();

  /** The moment by which the frames of a record are judged, by its receipt in Unix microseconds. */
  Moment moment(long received);
}
