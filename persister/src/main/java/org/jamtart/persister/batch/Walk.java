package org.jamtart.persister.batch;

import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jamtart.log.LogRecord;
import org.jamtart.log.LogRecord.Close;
import org.jamtart.log.LogRecord.Heartbeat;
import org.jamtart.log.LogRecord.Open;
import org.jamtart.log.LogRecord.Run;
import org.jamtart.persister.projection.Collector;
import org.jamtart.persister.projection.ForeignRecord;
import org.jamtart.persister.projection.Frame;
import org.jamtart.persister.projection.Moment;
import org.jamtart.persister.session.SessionState;

/** Goes through the records of one transaction and shows every collector what is in them. */
final class Walk {

  private final Moment moment;
  private final Books books;
  private final List<Collector> collectors;
  private final Condemned condemned;
  private final Tally tally;

  Walk(Moment moment, Books books, List<Collector> collectors, Condemned condemned, Tally tally) {
    this.moment = moment;
    this.books = books;
    this.collectors = collectors;
    this.condemned = condemned;
    this.tally = tally;
  }

  void over(Entry entry) {
    tally.record();
    switch (entry) {
      case Entry.Readable(var raw, LogRecord record) -> over(raw, record);
      case Entry.Foreign foreign -> {
        ForeignRecord record = foreign.describe(moment.now());
        tally.foreign();
        collectors.forEach(collector -> collector.foreign(record));
      }
    }
  }

  private void over(ConsumerRecord<byte[], byte[]> raw, LogRecord record) {
    switch (record) {
      case Open open -> {
        SessionState session = books.sessions().session(open.session());
        session.opened(open);
        collectors.forEach(collector -> collector.open(session, open));
      }
      case Run run -> over(raw, run);
      case Close close -> {
        SessionState session = books.sessions().session(close.session());
        tally.missing(session, close.seq(), session.closed(close));
        collectors.forEach(collector -> collector.close(session, close));
      }
      case Heartbeat beat -> collectors.forEach(collector -> collector.heartbeat(beat));
    }
  }

  private void over(ConsumerRecord<byte[], byte[]> raw, Run run) {
    SessionState session = books.sessions().session(run.session());
    SessionState.Intake intake = session.take(run);
    tally.duplicates(intake.duplicate());
    tally.missing(session, run.seq(), intake.missing());
    for (Collector collector : collectors) {
      collector.run(session, run);
    }
    var frame = new Frame(moment, session, run, raw.partition(), raw.offset());
    while (frame.next()) {
      if (frame.seq() >= intake.firstNew() && condemned.admits(frame)) {
        frame.lookBack(books.openings());
        tally.frame(frame);
        for (Collector collector : collectors) {
          collector.frame(frame);
        }
      }
    }
  }
}
