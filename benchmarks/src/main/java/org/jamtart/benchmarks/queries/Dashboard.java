package org.jamtart.benchmarks.queries;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** Browsers that have a dashboard open, each of which polls what it shows at the intervals of {@code tart-bench}, and has a socket. */
final class Dashboard {

  static final int TABS = 10;

  /** Milliseconds between two looks at a path. */
  private static final Map<String, Integer> INTERVALS = intervals();

  private final Client client;
  private final String socket;
  private final Map<String, ConcurrentLinkedQueue<Double>> millis = new LinkedHashMap<>();
  private final ConcurrentLinkedQueue<String> errors = new ConcurrentLinkedQueue<>();

  /** @param root of the query API */
  Dashboard(Client client, String root) {
    this.client = client;
    this.socket = root.replaceFirst("http", "ws") + "/api/ws";
    INTERVALS.keySet().forEach(path -> millis.put(path, new ConcurrentLinkedQueue<>()));
  }

  private static Map<String, Integer> intervals() {
    Map<String, Integer> intervals = new LinkedHashMap<>();
    intervals.put("/api/metrics/live", 1_000);
    intervals.put("/api/metrics/realtime?seconds=60", 1_000);
    intervals.put("/api/stats", 5_000);
    intervals.put("/api/workpackages/active", 5_000);
    intervals.put("/api/blocks", 10_000);
    intervals.put("/api/cores/status", 10_000);
    intervals.put("/api/events/search?event_types=43,44,45,46,47,11,12&limit=500", 10_000);
    intervals.put("/api/analytics/failure-rates", 12_000);
    intervals.put("/api/analytics/network-health", 12_000);
    intervals.put("/api/metrics/timeseries", 12_000);
    intervals.put("/api/analytics/block-propagation", 15_000);
    intervals.put("/api/workpackages", 15_000);
    intervals.put("/api/guarantees", 15_000);
    intervals.put("/api/da/stats", 15_000);
    intervals.put("/api/guarantees/by-guarantor", 30_000);
    intervals.put("/api/nodes", 30_000);
    return intervals;
  }

  /** Lets them look for a while. */
  void run(Duration length) throws Exception {
    long end = System.nanoTime() + length.toNanos();
    List<Socket> sockets = new ArrayList<>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> polls = new ArrayList<>();
      for (int tab = 0; tab < TABS; tab++) {
        open(sockets);
        INTERVALS.forEach((path, interval) -> polls.add(threads.submit(() -> {
          poll(path, interval, end);
          return null;
        })));
      }
      for (Future<?> poll : polls) {
        poll.get();
      }
    }
    for (Socket each : sockets) {
      each.close();
      String missing = each.missing();
      if (!missing.isEmpty()) {
        errors.add("a socket got no " + missing);
      }
    }
  }

  private void open(List<Socket> sockets) {
    try {
      sockets.add(Socket.open(client.http(), socket));
    } catch (CompletionException e) {
      errors.add("no socket: " + e.getCause());
    }
  }

  private void poll(String path, int interval, long end) throws InterruptedException {
    long due = System.nanoTime();
    while (due < end) {
      TimeUnit.NANOSECONDS.sleep(due - System.nanoTime());
      Client.Answer answer = client.get(path);
      var taken = millis.get(path);
      if (taken != null) {
        taken.add(answer.millis());
      }
      if (!answer.error().isEmpty()) {
        errors.add(answer.error());
      }
      due += TimeUnit.MILLISECONDS.toNanos(interval);
    }
  }

  /** How long the answers of a path took, by path. */
  Map<String, double[]> millis() {
    Map<String, double[]> all = new LinkedHashMap<>();
    millis.forEach((path, taken) -> all.put(path, taken.stream().mapToDouble(Double::doubleValue).toArray()));
    return all;
  }

  /** How many answers, and messages that did not come, were errors. */
  int errors() {
    return errors.size();
  }

  /** What went wrong, and how often. */
  Map<String, Integer> kindsOfErrors() {
    Map<String, Integer> kinds = new TreeMap<>();
    errors.forEach(error -> kinds.merge(error, 1, Integer::sum));
    return kinds;
  }
}
