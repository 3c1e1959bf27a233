package org.jamtart.persister.batch;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import org.jamtart.log.FrameCursor;
import org.jamtart.log.LogFormatException;
import org.jamtart.log.LogRecord;
import org.jamtart.log.LogRecord.Run;
import org.jamtart.persister.context.OpeningBook;
import org.jamtart.persister.context.OpeningRows;
import org.jamtart.persister.session.SessionBook;
import org.jamtart.persister.session.SessionState;
import org.jamtart.wire.EventIds;
import org.jamtart.wire.Events;
import org.jamtart.wire.Facts;
import org.jamtart.wire.Frames;
import org.jamtart.wire.Verdict;

/** Reads what the frames of a transaction will ask the books for, before they are gone through. */
public final class Lookahead {

  private static final int DROPPED = 0;

  private Lookahead() {}

  /**
   * Loads sessions, and the openings to which frames refer, in one query each. Belongs into the transaction. Records that are not
   * what they should be are passed over: whoever goes through them finds out.
   */
  public static void load(Connection connection, SessionBook sessions, OpeningBook openings,
      Collection<? extends LogRecord> records) throws SQLException {
    sessions.load(connection, records);
    OpeningBook.Wanted wanted = openings.wanted();
    var facts = new Facts();
    for (LogRecord record : records) {
      if (record instanceof Run run) {
        SessionState session = sessions.find(run.session());
        if (session != null) {
          look(run, session, facts, wanted);
        }
      }
    }
    wanted.load((keys, since) -> OpeningRows.read(connection, keys, since));
  }

  private static void look(Run run, SessionState session, Facts facts, OpeningBook.Wanted wanted) {
    var ids = new EventIds(run.eventId().bits(), run.eventId().known());
    FrameCursor frame = run.cursor();
    while (ids.known() && isThereMore(frame)) {
      byte[] buffer = frame.buffer();
      int type = Frames.discriminatorOf(buffer, frame.offset(), frame.length());
      if (facts.read(buffer, frame.offset(), frame.length(), session.protocol())) {
        wanted.frame(session.number(), ids.current(), frame.seq() >= session.nextSeq(), type, facts,
            run.received());
      }
      Verdict verdict = type == DROPPED
          ? Events.validate(buffer, frame.offset(), frame.length(), session.protocol())
          : Verdict.EVENT;
      ids.advance(verdict, buffer, frame.offset(), frame.length());
    }
  }

  private static boolean isThereMore(FrameCursor frame) {
    try {
      return frame.next();
    } catch (LogFormatException e) {
      return false;
    }
  }
}
