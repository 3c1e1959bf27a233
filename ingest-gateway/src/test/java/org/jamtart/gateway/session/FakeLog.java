package org.jamtart.gateway.session;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import org.jamtart.gateway.publish.Acknowledgement;
import org.jamtart.gateway.publish.LogWriter;
import org.jamtart.log.LogRecord;
import org.jamtart.log.LogRecord.Run;
import org.jspecify.annotations.Nullable;

/** A log that acknowledges when it is told to. */
final class FakeLog implements LogWriter {

  final List<LogRecord> records = new ArrayList<>();
  private final Queue<Acknowledgement> pending = new ArrayDeque<>();
  private @Nullable Exception refusal;

  @Override
  public void write(LogRecord record, Acknowledgement then) {
    if (refusal != null) {
      then.settled(refusal);
      refusal = null;
      return;
    }
    records.add(record);
    pending.add(then);
  }

  int pending() {
    return pending.size();
  }

  void acknowledge() {
    settle(null);
  }

  void settle(@Nullable Exception failure) {
    List<Acknowledgement> now = List.copyOf(pending);
    pending.clear();
    now.forEach(then -> then.settled(failure));
  }

  /** Refuses the next record, and only that one. */
  void refuse(Exception failure) {
    refusal = failure;
  }

  List<Run> runs() {
    return all(Run.class);
  }

  <R> List<R> all(Class<R> kind) {
    return records.stream().filter(kind::isInstance).map(kind::cast).toList();
  }
}
