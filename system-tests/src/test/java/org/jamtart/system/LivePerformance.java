package org.jamtart.system;

import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import org.jamtart.simulator.Simulation;
import org.jamtart.simulator.story.Story;
import org.jamtart.simulator.story.StoryConfig;
import org.jamtart.simulator.transport.SendingConfig;

/**
 * How long events take from the gateway's socket to the clients of the event stream. A program, not a test: TART runs already
 * ({@code ./tart up}); this adds simulated nodes and clients and prints a line. Arguments are {@code name=value}: {@code api},
 * {@code telemetry}, {@code clients}, {@code nodes}, {@code rate} (events/s of all nodes), {@code seconds}, {@code warm-up},
 * {@code follow} ({@code all}, or {@code one}: each client follows one node).
 */
public final class LivePerformance {

  /** Clients that look at the times of the events; the others only read, or the measuring would be what is measured. */
  private static final int LOOKING = 5;
  private static final byte[] RECEIVED = "\"received_at\":\"".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] LAG = "\nevent: lag".getBytes(StandardCharsets.US_ASCII);
  private static final int TIME_LENGTH = "2026-01-01T00:00:00.000000Z".length();

  private final Map<String, String> arguments;

  private LivePerformance(Map<String, String> arguments) {
    this.arguments = arguments;
  }

  /** Runs it; see the class. */
  public static void main(String[] arguments) throws InterruptedException, IOException {
    new LivePerformance(Arrays.stream(arguments)
        .map(argument -> argument.split("=", 2))
        .collect(Collectors.toMap(part -> part[0], part -> part[1]))).run();
    System.exit(0); // the clients' connections are open
  }

  private void run() throws InterruptedException, IOException {
    int nodes = number("nodes", 100);
    int rate = number("rate", 5_000);
    int seconds = number("seconds", 30);
    int warmUp = number("warm-up", 20);
    URI telemetry = URI.create("tcp://" + text("telemetry", "localhost:9000"));
    var story = Story
        .of(StoryConfig.of(nodes, Instant.now())
            .withDuration(Duration.ofSeconds(warmUp + seconds + 10L))
            .withRate((double) rate / nodes))
        .startingAt(Instant.now().plusSeconds(2));
    try (var simulation = Simulation.start(story,
        SendingConfig.to(telemetry.getHost(), telemetry.getPort()))) {
      List<Client> clients = new ArrayList<>();
      Instant from = Instant.now().plusSeconds(warmUp);
      for (int i = 0; i < number("clients", 100); i++) {
        clients.add(new Client(url(simulation, i), i < LOOKING, from.toEpochMilli() * 1_000));
      }
      clients.forEach(client -> Thread.ofVirtual().start(client::read));
      simulation.awaitEnd(Duration.ofSeconds(warmUp));
      long sentBefore = simulation.account().events();
      simulation.awaitEnd(Duration.ofSeconds(seconds));
      long sent = simulation.account().events() - sentBefore;
      print(clients, sent / seconds);
    }
  }

  private String url(Simulation simulation, int client) {
    String stream = text("api", "http://localhost:8080") + "/api/events/stream";
    if (text("follow", "all").equals("all")) {
      return stream;
    }
    int node = client % simulation.story().config().nodes();
    return stream + "?node=" + simulation.story().peerId(node).toHex();
  }

  private void print(List<Client> clients, long rate) {
    long[] micros = clients.stream()
        .flatMapToLong(client -> Arrays.stream(client.latencies()))
        .sorted()
        .toArray();
    System.out.printf(
        "clients=%d alive=%d rate=%d/s events=%d lag_messages=%d p50=%.1fms p90=%.1fms p99=%.1fms p99.9=%.1fms max=%.1fms "
            + "bytes_per_s=%.0fM load=%.1f%n",
        clients.size(), clients.stream().filter(client -> client.alive).count(), rate, micros.length,
        clients.stream().mapToLong(client -> client.lags.get()).sum(), at(micros, 0.5), at(micros, 0.9),
        at(micros, 0.99), at(micros, 0.999), at(micros, 1),
        clients.stream().mapToLong(client -> client.bytes.get()).sum() / 1e6
            / (number("seconds", 30) + number("warm-up", 20)),
        ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
  }

  private static double at(long[] sorted, double part) {
    return sorted.length == 0
        ? Double.NaN
        : sorted[(int) Math.min(sorted.length - 1, Math.round(part * sorted.length))] / 1_000.0;
  }

  private int number(String name, int otherwise) {
    return Integer.parseInt(text(name, String.valueOf(otherwise)));
  }

  private String text(String name, String otherwise) {
    return arguments.getOrDefault(name, otherwise);
  }

  /** One client of the stream. */
  private static final class Client {

    private final String url;
    private final boolean looking;
    private final long fromMicros;
    private final AtomicLong bytes = new AtomicLong();
    private final AtomicLong lags = new AtomicLong();
    private long[] latencies = new long[1 << 16];
    private int count;
    private volatile boolean alive;

    Client(String url, boolean looking, long fromMicros) {
      this.url = url;
      this.looking = looking;
      this.fromMicros = fromMicros;
    }

    void read() {
      URI to = URI.create(url);
      try (var socket = new Socket(to.getHost(), to.getPort()); InputStream in = socket.getInputStream()) {
        socket.getOutputStream()
            .write(("GET " + url.substring(url.indexOf("/api")) + " HTTP/1.1\r\nHost: " + to.getAuthority()
                + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
        alive = true;
        byte[] buffer = new byte[256 * 1024];
        int kept = 0;
        for (int n = in.read(buffer, kept, buffer.length - kept); n >= 0; n = in.read(buffer, kept,
            buffer.length - kept)) {
          bytes.addAndGet(n);
          kept = looking ? look(buffer, kept + n) : 0;
        }
      } catch (IOException e) {
        // said below
      } finally {
        alive = false;
      }
    }

    /** Takes the times of receipt out of what has come; returns how many bytes are left for the next time. */
    private synchronized int look(byte[] buffer, int length) {
      long now = micros(Instant.now());
      int at = 0;
      int last = 0;
      while (at <= length - RECEIVED.length - TIME_LENGTH) {
        if (buffer[at] == '"'
            && Arrays.equals(buffer, at, at + RECEIVED.length, RECEIVED, 0, RECEIVED.length)) {
          at += RECEIVED.length;
          String time = new String(buffer, at, TIME_LENGTH, StandardCharsets.US_ASCII);
          if (time.endsWith("Z") && !time.contains("\n")) { // not one that a chunk of HTTP cuts
            long received = micros(Instant.parse(time));
            if (received >= fromMicros) {
              add(now - received);
            }
          }
          last = at;
        } else if (buffer[at] == '\n' && Arrays.equals(buffer, at, at + LAG.length, LAG, 0, LAG.length)) {
          lags.incrementAndGet();
        }
        at++;
      }
      int from = Math.max(last, length - RECEIVED.length - TIME_LENGTH);
      System.arraycopy(buffer, from, buffer, 0, length - from);
      return length - from;
    }

    private void add(long latency) {
      if (count == latencies.length) {
        latencies = Arrays.copyOf(latencies, 2 * count);
      }
      latencies[count++] = latency;
    }

    synchronized long[] latencies() {
      return Arrays.copyOf(latencies, count);
    }

    private static long micros(Instant time) {
      return time.getEpochSecond() * 1_000_000 + time.getNano() / 1_000;
    }
  }
}
