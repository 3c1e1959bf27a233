package org.jamtart.persister.projection;

import java.util.List;
import org.hibernate.StatelessSession;
import org.jamtart.log.LogRecord.Close;
import org.jamtart.log.LogRecord.Heartbeat;
import org.jamtart.log.LogRecord.Open;
import org.jamtart.log.LogRecord.Run;
import org.jamtart.persister.session.SessionState;
import org.jamtart.store.SumColumns;

/**
 * What one projection takes from one transaction's records, in the order of the log. Used by one thread. Frames that
 * were stored before do not come again. An exception is the fault of the record: it ends in quarantine.
 */
public interface Collector {

  /** A session introduced itself. */
  default void open(SessionState session, Open open) {}

  /** A run came; its new frames follow one by one. */
  default void run(SessionState session, Run run) {}

  /** A new frame. The object is used again for the next one: take what is needed, keep no reference. */
  default void frame(Frame frame) {}

  /** A session ended. */
  default void close(SessionState session, Close close) {}

  /** A gateway lives. */
  default void heartbeat(Heartbeat beat) {}

  /** A record that is none of ours. */
  default void foreign(ForeignRecord record) {}

  /** Everything is gathered; makes what the rows need, on connections of its own. */
  default void prepare() {}

  /**
   * What is to be added to the rows of tables that add up. It is written with the rows of the transaction, but not into these
   * tables: soon after, with that of other transactions.
   */
  default List<SumColumns> sums() {
    return List.of();
  }

  /** Writes the rows of all other tables, in the order of their keys. */
  default void write(StatelessSession database) {}
}
