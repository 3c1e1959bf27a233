package org.jamtart.simulator;

import java.util.Locale;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.jamtart.simulator.account.Account;

/** What a simulation has done, in a few words. */
final class Summary {
  private final Account account;
  private final LongSupplier nanoTime;
  private final long begin;
  private long lastTime;
  private long lastEvents;

  Summary(Account account, LongSupplier nanoTime) {
    this.account = account;
    this.nanoTime = nanoTime;
    this.begin = nanoTime.getAsLong();
    this.lastTime = begin;
  }

  /** One line on what has happened since the last one. */
  String progress() {
    long now = nanoTime.getAsLong();
    long events = account.events();
    double rate = rate(events - lastEvents, now - lastTime);
    lastTime = now;
    lastEvents = events;
    return String.format(Locale.ROOT,
        "%4d s  connections %d  events %,d  bytes %,d  %,.0f events/s  errors %d%s",
        (now - begin) / 1_000_000_000, account.connections(), events, account.bytes(), rate, account.errors(),
        troubles());
  }

  /** Some lines on all of it. */
  String text() {
    long time = nanoTime.getAsLong() - begin;
    return String.format(Locale.ROOT, """
        connections  %,d
        events       %,d
        bytes        %,d
        rate         %,.0f events/s over %.1f s
        errors       %,d%s""", account.connections(), account.events(), account.bytes(),
        rate(account.events(), time), time / 1e9, account.errors(), troubles());
  }

  private String troubles() {
    return account.troubles().isEmpty()
        ? ""
        : account.troubles()
            .entrySet()
            .stream()
            .map(each -> each.getKey().name().toLowerCase(Locale.ROOT) + " " + each.getValue())
            .collect(Collectors.joining(", ", " (", ")"));
  }

  private static double rate(long events, long nanos) {
    return nanos <= 0 ? 0 : events * 1e9 / nanos;
  }
}
