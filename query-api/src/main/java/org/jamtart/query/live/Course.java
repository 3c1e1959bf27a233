package org.jamtart.query.live;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jamtart.query.live.Passage.Gap;
import org.jamtart.query.live.Passage.Missing;
import org.jamtart.query.live.Passage.Stretch;

/** Cuts what a reader reads into stretches that say exactly where they begin and end, in the middle of a run if need be. */
final class Course {

  /** Events that a stretch has at the most. */
  static final int MOST_EVENTS = 500;

  private final int log;
  private final LogFrames frames;
  private final Consumer<Passage> passages;
  private final long[] offsets;
  private final int[] framesDone;
  private List<LiveEvent> events = new ArrayList<>();
  private StreamPosition start;

  Course(StreamPosition start, LogFrames frames, Consumer<Passage> passages) {
    this.log = start.log();
    this.frames = frames;
    this.passages = passages;
    this.start = start;
    this.offsets = new long[start.partitions()];
    this.framesDone = new int[start.partitions()];
    for (int i = 0; i < offsets.length; i++) {
      offsets[i] = start.offset(i);
      framesDone[i] = start.frame(i);
    }
  }

  /** Goes over a record; of the one in whose middle this began, only over the rest. */
  void over(ConsumerRecord<byte[], byte[]> record) {
    int partition = record.partition();
    int done = record.offset() == offsets[partition] ? framesDone[partition] : 0;
    offsets[partition] = record.offset();
    frames.read(record, event -> {
      if (event.frame() >= done) {
        events.add(event);
        framesDone[partition] = event.frame() + 1;
        if (events.size() == MOST_EVENTS) {
          hand();
        }
      }
    });
    offsets[partition] = record.offset() + 1;
    framesDone[partition] = 0;
  }

  /** Leaves out what the log has lost. */
  void leap(List<Missing> missing) {
    hand();
    for (Missing part : missing) {
      offsets[part.partition()] = part.to();
      framesDone[part.partition()] = 0;
    }
    StreamPosition end = position();
    passages.accept(new Gap(missing, start, end));
    start = end;
  }

  /** Hands on the events that are waiting, if there are any. */
  void hand() {
    if (!events.isEmpty()) {
      StreamPosition end = position();
      passages.accept(new Stretch(events, start, end));
      start = end;
      events = new ArrayList<>();
    }
  }

  /** Whether events are waiting to be handed on. */
  boolean hasEvents() {
    return !events.isEmpty();
  }

  /** Up to where it has read, the events that are waiting included. */
  StreamPosition position() {
    return new StreamPosition(log, offsets, framesDone);
  }
}
