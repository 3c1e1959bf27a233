package org.jamtart.query.live;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jamtart.query.live.Passage.Missing;
import org.jspecify.annotations.Nullable;

/** A client's own reading of the log, from its position on. For one thread, which closes it. */
final class CatchUp implements AutoCloseable {

  private final Readers readers;
  private final LogReader reader;
  private final Deque<Passage> waiting = new ArrayDeque<>();
  private final Course course;

  private CatchUp(Readers readers, LogReader reader, StreamPosition position) {
    this.readers = readers;
    this.reader = reader;
    this.course = new Course(position, readers.frames(), waiting::add);
  }

  /** Begins; the caller has taken leave, which is given back when this fails or is closed. */
  static CatchUp begin(Readers readers, LogIdentity log, StreamPosition position)
      throws BadPositionException {
    LogReader reader = null;
    try {
      reader = readers.open(log, "tart-query-catch-up");
      List<Missing> missing = reader.to(position);
      var catchUp = new CatchUp(readers, reader, position);
      if (!missing.isEmpty()) {
        catchUp.course.leap(missing);
      }
      return catchUp;
    } catch (BadPositionException | RuntimeException e) {
      if (reader != null) {
        reader.close();
      }
      readers.release();
      throw e;
    }
  }

  /** The next of what was read; null when there is nothing left of it. */
  @Nullable
  Passage poll() {
    return waiting.poll();
  }

  /** Reads on. */
  void read(long nanos) {
    reader.poll(Duration.ofNanos(nanos), course::over, course::leap);
    course.hand();
  }

  /** Up to where it has read. */
  StreamPosition position() {
    return course.position();
  }

  @Override
  public void close() {
    try {
      reader.close();
    } finally {
      readers.release();
    }
  }
}
