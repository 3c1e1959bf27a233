package org.jamtart.persister.batch;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jamtart.log.LogRecord;
import org.jamtart.persister.context.OpeningBook;
import org.jamtart.persister.session.SessionBook;

/** What one reader knows of the tables while it goes through its partitions. One thread. */
record Books(SessionBook sessions, OpeningBook openings) {

  /** Reads what the walk over some records will ask for; belongs into their transaction. */
  void load(Connection connection, List<Entry> entries) throws SQLException {
    List<LogRecord> records = new ArrayList<>(entries.size());
    for (Entry entry : entries) {
      if (entry instanceof Entry.Readable readable) {
        records.add(readable.record());
      }
    }
    Lookahead.load(connection, sessions, openings, records);
  }

  /** The transaction is committed: what it found stays. */
  void committed() {
    sessions.committed();
    openings.committed();
  }

  /** Nothing that is known can be trusted any more. */
  void clear() {
    sessions.clear();
    openings.clear();
  }
}
