package org.jamtart.persister.intake;

import java.time.Duration;

/** Waits between tries: each twice as long as the one before, up to a longest. One thread. */
final class Delays {

  private static final Duration FIRST = Duration.ofMillis(100);

  private final Duration longest;
  private Duration next = FIRST;

  Delays(Duration longest) {
    this.longest = longest;
  }

  Duration next() {
    Duration delay = next;
    next = next.multipliedBy(2).compareTo(longest) > 0 ? longest : next.multipliedBy(2);
    return delay;
  }

  void reset() {
    next = FIRST;
  }
}
