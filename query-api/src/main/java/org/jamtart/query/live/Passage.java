package org.jamtart.query.live;

import java.util.List;

/** What a reader of the log came by. */
sealed interface Passage {

  /** Where it begins. */
  StreamPosition start();

  /** Where it ends, and the next one begins. */
  StreamPosition end();

  /** Events in the order in which they were read. */
  record Stretch(List<LiveEvent> events, StreamPosition start, StreamPosition end) implements Passage {}

  /** Records that the log does not have any more. */
  record Gap(List<Missing> missing, StreamPosition start, StreamPosition end) implements Passage {

    /** How many records are missing. */
    long records() {
      return missing.stream().mapToLong(part -> part.to() - part.from()).sum();
    }
  }

  /** The records of a partition from {@code from} to before {@code to}. */
  record Missing(int partition, long from, long to) {}
}
