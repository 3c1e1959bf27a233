package org.jamtart.simulator.transport;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How a story is sent.
 *
 * @param host name or address of the server
 * @param port its telemetry port
 * @param speed story seconds per second, {@link Pace#FLAT_OUT} for as fast as the server takes it
 * @param threads how many threads send, at least 1
 * @param patience how long after the end of the story nodes may still be talking, and how long a server may take to
 *     close a connection that the node has closed
 * @param retry the pause after the first failed attempt to connect; it doubles up to fifty times that
 * @param tolerance how far a node may lag behind the story before it drops events and says so with {@code Dropped}; zero
 *     for nodes that never drop but wait
 * @param source the address from which the first connections are made; null for the system's choice
 * @param connectionsPerSource after so many connections the next address is used; 0 for one address for all
 * @param recorded whether the account keeps every byte that was sent
 */
public record SendingConfig(String host, int port, double speed, int threads, Duration patience,
    Duration retry,
    Duration tolerance, @Nullable InetAddress source, int connectionsPerSource, boolean recorded) {
  private static final int THREADS = Math.clamp(Runtime.getRuntime().availableProcessors(), 1, 4);

  public SendingConfig {
    check(port >= 1 && port <= 0xffff, "port", port, "1 to 65535");
    check(speed >= 0 && Double.isFinite(speed), "speed", speed, "0 (as fast as possible) or more");
    check(threads >= 1, "threads", threads, "1 or more");
    check(!patience.isNegative(), "patience", patience, "zero or more");
    check(retry.isPositive(), "retry", retry, "more than zero");
    check(!tolerance.isNegative(), "tolerance", tolerance, "zero (never drop) or more");
    check(connectionsPerSource >= 0, "connectionsPerSource", connectionsPerSource, "0 (one address) or more");
    check(connectionsPerSource == 0 || source != null, "source", "none",
        "an address, with connectionsPerSource");
  }

  /** At the pace of life, waiting where the server makes it wait. */
  public static SendingConfig to(String host, int port) {
    return new SendingConfig(host, port, 1, THREADS, Duration.ofSeconds(30), Duration.ofMillis(100),
        Duration.ZERO,
        null, 0, false);
  }

  /** At the pace of life, to an address. */
  public static SendingConfig to(InetSocketAddress address) {
    return to(address.getHostString(), address.getPort());
  }

  public SendingConfig withSpeed(double other) {
    return new SendingConfig(host, port, other, threads, patience, retry, tolerance, source,
        connectionsPerSource,
        recorded);
  }

  public SendingConfig withThreads(int other) {
    return new SendingConfig(host, port, speed, other, patience, retry, tolerance, source,
        connectionsPerSource,
        recorded);
  }

  public SendingConfig withPatience(Duration other) {
    return new SendingConfig(host, port, speed, threads, other, retry, tolerance, source,
        connectionsPerSource,
        recorded);
  }

  public SendingConfig withRetry(Duration other) {
    return new SendingConfig(host, port, speed, threads, patience, other, tolerance, source,
        connectionsPerSource,
        recorded);
  }

  public SendingConfig withTolerance(Duration other) {
    return new SendingConfig(host, port, speed, threads, patience, retry, other, source, connectionsPerSource,
        recorded);
  }

  public SendingConfig withSource(InetAddress first, int connectionsEach) {
    return new SendingConfig(host, port, speed, threads, patience, retry, tolerance, first, connectionsEach,
        recorded);
  }

  /** With an account that keeps the bytes; for tests, it takes as much memory as is sent. */
  public SendingConfig withRecording() {
    return new SendingConfig(host, port, speed, threads, patience, retry, tolerance, source,
        connectionsPerSource,
        true);
  }

  private static void check(boolean holds, String name, Object value, String allowed) {
    if (!holds) {
      throw new IllegalArgumentException(name + " = " + value + ": expected " + allowed);
    }
  }
}
