package org.jamtart.chaos.clock;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;

/** A clock that is wrong by as many seconds as a file says, looked up ten times a second. */
final class ShiftedClock extends Clock {

  private final Clock right;
  private final Path file;
  private volatile Duration shift = Duration.ZERO;

  ShiftedClock(Clock right, Path file) {
    this.right = right;
    this.file = file;
    look();
    Thread.ofPlatform().daemon().name("chaos-clock").start(this::watch);
  }

  private void watch() {
    try {
      while (true) {
        Thread.sleep(Duration.ofMillis(100));
        look();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void look() {
    try {
      shift = Duration.ofSeconds(Long.parseLong(Files.readString(file).strip()));
    } catch (IOException | NumberFormatException e) {
      // It is being written: the next look finds it.
    }
  }

  @Override
  public Instant instant() {
    return right.instant().plus(shift);
  }

  @Override
  public ZoneId getZone() {
    return right.getZone();
  }

  @Override
  public Clock withZone(ZoneId zone) {
    return new ShiftedClock(right.withZone(zone), file);
  }
}
