package org.jamtart.gateway.session;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.function.Predicate;
import org.jamtart.gateway.publish.Acknowledgement;
import org.jamtart.gateway.publish.LogWriter;
import org.jamtart.log.LogRecord;
import org.jamtart.log.LogRecord.Run;
import org.jamtart.wire.Bytes32;
import org.jspecify.annotations.Nullable;

/** A log that acknowledges when it is told to. */
final class FakeLog implements LogWriter {

  private record Pending(LogRecord record, Acknowledgement then) {}

  final List<LogRecord> records = new ArrayList<>();
  private final Queue<Pending> pending = new ArrayDeque<>();
  private @Nullable Exception refusal;

  @Override
  public void write(LogRecord record, Acknowledgement then) {
    if (refusal != null) {
      then.settled(refusal);
      refusal = null;
      return;
    }
    records.add(record);
    pending.add(new Pending(record, then));
  }

  int pending() {
    return pending.size();
  }

  void acknowledge() {
    settle(null);
  }

  /** What came from this node only. */
  void acknowledge(Bytes32 node) {
    settle(one -> one.record() instanceof LogRecord.OfSession of && of.session().node().equals(node), null);
  }

  void settle(@Nullable Exception failure) {
    settle(one -> true, failure);
  }

  private void settle(Predicate<Pending> which, @Nullable Exception failure) {
    List<Pending> now = pending.stream().filter(which).toList();
    pending.removeAll(now);
    now.forEach(one -> one.then().settled(failure));
  }

  /** Refuses the next record, and only that one. */
  void refuse(Exception failure) {
    refusal = failure;
  }

  List<Run> runs() {
    return all(Run.class);
  }

  List<Run> runs(Bytes32 node) {
    return runs().stream().filter(run -> run.session().node().equals(node)).toList();
  }

  <R> List<R> all(Class<R> kind) {
    return records.stream().filter(kind::isInstance).map(kind::cast).toList();
  }
}
