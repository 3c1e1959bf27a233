package org.jamtart.persister.intake;

import java.util.function.Consumer;
import org.jamtart.persister.position.LogRefusedException;

/** How one consumer fares; written by its thread, read by any. */
final class ReaderState {

  private final Consumer<LogRefusedException> onRefused;
  private final Runnable onRecovery;
  private volatile boolean joined;
  private volatile String trouble = "";

  ReaderState(Consumer<LogRefusedException> onRefused, Runnable onRecovery) {
    this.onRefused = onRefused;
    this.onRecovery = onRecovery;
  }

  void joined() {
    joined = true;
  }

  void well() {
    if (!trouble.isEmpty()) {
      trouble = "";
      onRecovery.run();
    }
  }

  void troubled(String why) {
    trouble = why;
  }

  void refused(LogRefusedException e) {
    trouble = String.valueOf(e.getMessage());
    onRefused.accept(e);
  }

  /** Whether it has been given partitions, be it none. */
  boolean hasJoined() {
    return joined;
  }

  /** What stops it at the moment; empty if nothing does. */
  String trouble() {
    return trouble;
  }
}
