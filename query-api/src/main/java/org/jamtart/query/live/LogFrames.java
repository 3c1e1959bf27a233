package org.jamtart.query.live;

import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jamtart.log.FrameCursor;
import org.jamtart.log.LogCodec;
import org.jamtart.log.LogFormatException;
import org.jamtart.log.LogRecord;
import org.jamtart.log.LogRecord.Open;
import org.jamtart.log.LogRecord.Run;
import org.jamtart.wire.EventIds;
import org.jamtart.wire.Events;
import org.jamtart.wire.Facts;
import org.jamtart.wire.Protocol;
import org.jamtart.wire.TrailingBytes;
import org.jamtart.wire.Verdict;

/** Makes events of the log's records: of the frames that become rows of the tables, and of no others. */
final class LogFrames {

  private final TrailingBytes trailing;
  private final NodeNames names;
  private final Facts facts = new Facts();

  /** One serves one thread. */
  LogFrames(TrailingBytes trailing, NodeNames names) {
    this.trailing = trailing;
    this.names = names;
  }

  /** Hands on the events of a record in their order, if it has any. */
  void read(ConsumerRecord<byte[], byte[]> raw, Consumer<LiveEvent> events) {
    LogRecord record;
    try {
      record = LogCodec.decode(raw);
    } catch (LogFormatException e) {
      return; // the persister puts it in quarantine
    }
    if (record instanceof Open open) {
      names.learn(open);
    } else if (record instanceof Run run) {
      read(raw, run, events);
    }
  }

  private void read(ConsumerRecord<byte[], byte[]> raw, Run run, Consumer<LiveEvent> events) {
    var session = run.session();
    var protocol = new Protocol(session.protocol(), session.cores(), trailing);
    var ids = new EventIds(run.eventId().bits(), run.eventId().known());
    NodeNames.Name name = names.of(session.node());
    FrameCursor cursor = run.cursor();
    for (int frame = 0; cursor.next(); frame++) {
      byte[] buffer = cursor.buffer();
      int at = cursor.offset();
      int length = cursor.length();
      Verdict verdict = Events.validate(buffer, at, length, protocol);
      if (verdict.isEvent() || verdict == Verdict.UNKNOWN_DISCRIMINATOR) {
        facts.read(buffer, at, length, protocol);
        events.accept(LiveEvent.of(raw.partition(), raw.offset(), frame, session, name, run.received(),
            cursor.seq(), ids.known() ? (Long) ids.current() : null, facts, buffer, at, length));
      }
      ids.advance(verdict, buffer, at, length);
    }
  }
}
