package org.jamtart.benchmarks.queries;

import java.util.List;
import picocli.CommandLine.Option;

/** What the command line says about {@link QueriesBenchmark}. */
public final class QueriesOptions {

  private static final int MOST_HOURS = 166;
  private static final long MOST_EVENTS = 1_000_000_000;

  @Option(names = "--events", split = ",", paramLabel = "COUNT", defaultValue = "1000000", description = "queries: how many events there are; of several counts, each with tables of its own, the last is compared with the first (${DEFAULT-VALUE})")
  private List<Long> events = List.of();

  @Option(names = "--hours", paramLabel = "HOURS", defaultValue = "166", description = "queries: how far back the tables beside the events reach, 1 to 166 (${DEFAULT-VALUE})")
  private int hours;

  @Option(names = "--nodes", paramLabel = "COUNT", defaultValue = "1024", description = "queries: how many nodes, 10 to 10000 (${DEFAULT-VALUE})")
  private int nodes;

  @Option(names = "--load", paramLabel = "RATE", defaultValue = "5000", description = "queries: events/s that come in meanwhile; 0 for none (${DEFAULT-VALUE})")
  private int load;

  @Option(names = "--seconds", paramLabel = "SECONDS", defaultValue = "3", description = "queries: how long each question is asked, times --scale (${DEFAULT-VALUE})")
  private double seconds;

  @Option(names = "--filters", description = "queries: ask each question also with each of its filters")
  private boolean filters;

  @Option(names = "--only", paramLabel = "TEXT", defaultValue = "", description = "queries: ask only where the path contains this")
  private String only = "";

  @Option(names = "--hold", description = "queries: then leave everything running until a line comes from standard input")
  private boolean hold;

  /** What is wrong, in a sentence; empty if nothing is. */
  public String fault() {
    if (events.isEmpty() || events.stream().anyMatch(count -> count < 1_000 || count > MOST_EVENTS)) {
      return "--events = " + events + ": expected 1000 to " + MOST_EVENTS;
    }
    if (hours < 1 || hours > MOST_HOURS) {
      return "--hours = " + hours + ": expected 1 to " + MOST_HOURS;
    }
    if (nodes < 10 || nodes > 10_000) {
      return "--nodes = " + nodes + ": expected 10 to 10000";
    }
    if (load < 0 || load > 1_000_000) {
      return "--load = " + load + ": expected 0 to 1000000";
    }
    return seconds > 0 && seconds <= 600
        ? ""
        : "--seconds = " + seconds + ": expected more than 0, at most 600";
  }

  List<Long> events() {
    return events;
  }

  int hours() {
    return hours;
  }

  int nodes() {
    return nodes;
  }

  int load() {
    return load;
  }

  double seconds() {
    return seconds;
  }

  boolean filters() {
    return filters;
  }

  boolean hold() {
    return hold;
  }

  String only() {
    return only;
  }
}
