package org.jamtart.persister.intake;

import java.util.function.Consumer;
import org.jamtart.persister.position.LogRefusedException;

/** How one consumer fares; written by its thread, read by any. */
final class ReaderState {

  private final Consumer<LogRefusedException> onRefused;
  private volatile boolean joined;
  private volatile String storing = "";
  private volatile String polling = "";
  private volatile String opening = "";
  private boolean polled;

  ReaderState(Consumer<LogRefusedException> onRefused) {
    this.onRefused = onRefused;
  }

  void joined() {
    joined = true;
  }

  /** A poll begins; empty, or why the rows of partitions cannot be read. */
  void polls(String trouble) {
    polled = true;
    opening = trouble;
  }

  void pollFailed(String why) {
    polled = false;
    polling = why;
  }

  /** A round is over, with the poll that began it. */
  void roundOver() {
    if (polled && !polling.isEmpty()) {
      polling = "";
    }
  }

  void stored() {
    if (!storing.isEmpty()) {
      storing = "";
    }
  }

  void storingFailed(String why) {
    storing = why;
  }

  void refused(LogRefusedException e) {
    storing = String.valueOf(e.getMessage());
    onRefused.accept(e);
  }

  /** Whether it has been given partitions, be it none. */
  boolean hasJoined() {
    return joined;
  }

  /** What stops it at the moment; empty if nothing does. */
  String trouble() {
    return !storing.isEmpty() ? storing : !opening.isEmpty() ? opening : polling;
  }
}
