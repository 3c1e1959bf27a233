package org.jamtart.persister.replay.rebuild;

import java.util.List;
import org.hibernate.StatelessSession;
import org.jamtart.log.LogRecord.Close;
import org.jamtart.log.LogRecord.Heartbeat;
import org.jamtart.log.LogRecord.Open;
import org.jamtart.log.LogRecord.Run;
import org.jamtart.persister.projection.Collector;
import org.jamtart.persister.projection.ForeignRecord;
import org.jamtart.persister.projection.Frame;
import org.jamtart.persister.session.SessionState;
import org.jamtart.store.SumColumns;

/**
 * Shows a collector only what can belong to the buckets that are built again: by its time or its receipt, within [from, to),
 * Unix microseconds. It writes into a shadow.
 */
record Within(Collector collector, long from, long to) implements Collector {

  private boolean has(long micros) {
    return micros >= from && micros < to;
  }

  @Override
  public void open(SessionState session, Open open) {
    collector.open(session, open);
  }

  @Override
  public void run(SessionState session, Run run) {
    collector.run(session, run);
  }

  @Override
  public void frame(Frame frame) {
    if (has(frame.timeMicros()) || has(frame.receivedMicros())) {
      collector.frame(frame);
    }
  }

  @Override
  public void close(SessionState session, Close close) {
    collector.close(session, close);
  }

  @Override
  public void heartbeat(Heartbeat beat) {
    collector.heartbeat(beat);
  }

  @Override
  public void foreign(ForeignRecord record) {
    if (has(record.received())) {
      collector.foreign(record);
    }
  }

  /** The tables of a shadow need no partitions. */
  @Override
  public void prepare() {}

  @Override
  public List<SumColumns> sums() {
    return collector.sums();
  }

  @Override
  public void write(StatelessSession database) {
    collector.write(database);
  }
}
