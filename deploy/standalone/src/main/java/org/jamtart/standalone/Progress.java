package org.jamtart.standalone;

import java.io.PrintStream;
import java.util.List;
import java.util.Locale;

/** What the person at the terminal sees. Thread-safe. */
final class Progress {

  private final PrintStream out;
  private final long start = System.nanoTime();

  Progress(PrintStream out) {
    this.out = out;
  }

  /** A thing is ready, or has ended; with the seconds since the beginning. */
  void step(String what) {
    out.printf(Locale.ROOT, "%6.1f s  %s%n", (System.nanoTime() - start) / 1e9, what);
  }

  /** Where things listen, and what to try first. */
  void addresses(List<Address> addresses, String command) {
    int width = addresses.stream().mapToInt(address -> address.name().length()).max().orElse(0);
    out.println();
    addresses.forEach(address -> out.printf("  %-" + width + "s  %s%n", address.name(), address.where()));
    out.println();
    out.println("  Try: " + command);
    out.println("  Ctrl-C stops it; the data stay.");
    out.println();
    out.flush();
  }

  /** One row of the table. */
  record Address(String name, String where) {}
}
