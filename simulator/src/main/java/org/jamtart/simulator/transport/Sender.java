package org.jamtart.simulator.transport;

import java.math.BigInteger;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.jamtart.simulator.account.Account;
import org.jamtart.simulator.story.Story;
import org.jspecify.annotations.Nullable;

/** Sends a story with a few threads. */
public final class Sender implements AutoCloseable {
  private final List<Lane> lanes;
  private final List<Thread> threads;

  private Sender(List<Lane> lanes, List<Thread> threads) {
    this.lanes = lanes;
    this.threads = threads;
  }

  /** Story time zero is now. */
  public static Sender start(Story story, SendingConfig config, Account account) {
    var pace = new Pace(System::nanoTime, config.speed());
    int nodes = story.config().nodes();
    var lanes = IntStream.range(0, Math.min(config.threads(), nodes))
        .mapToObj(
            i -> new Lane(config, account, pace, story.config().micros(), story.config().eventsPerSecond()))
        .toList();
    for (int node = 0; node < nodes; node++) {
      lanes.get(node % lanes.size()).add(story.tell(node), source(config, node));
    }
    var threads = IntStream.range(0, lanes.size())
        .mapToObj(i -> Thread.ofPlatform().daemon().name("tart-simulator-" + i).start(lanes.get(i)))
        .toList();
    return new Sender(lanes, threads);
  }

  /** Waits until every line is done; whether that was so within the time. */
  public boolean awaitEnd(Duration atMost) throws InterruptedException {
    long deadline = System.nanoTime() + atMost.toNanos();
    for (var thread : threads) {
      if (!thread.join(Duration.ofNanos(Math.max(0, deadline - System.nanoTime())))) {
        return false;
      }
    }
    return true;
  }

  /** Lets the nodes hang up. */
  public void stop() {
    lanes.forEach(Lane::stop);
  }

  /** Stops and waits for the end, which comes within the configured patience. */
  @Override
  public void close() {
    stop();
    boolean interrupted = false;
    for (var thread : threads) {
      while (thread.isAlive()) {
        try {
          thread.join();
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private static @Nullable InetSocketAddress source(SendingConfig config, int node) {
    var first = config.source();
    if (first == null) {
      return null;
    }
    int step = config.connectionsPerSource() == 0 ? 0 : node / config.connectionsPerSource();
    return new InetSocketAddress(plus(first, step), 0);
  }

  /** The address so many further. */
  private static InetAddress plus(InetAddress first, int step) {
    var sum = new BigInteger(1, first.getAddress()).add(BigInteger.valueOf(step)).toByteArray();
    var address = new byte[first.getAddress().length];
    int length = Math.min(sum.length, address.length);
    System.arraycopy(sum, sum.length - length, address, address.length - length, length);
    try {
      return InetAddress.getByAddress(address);
    } catch (UnknownHostException e) {
      throw new IllegalStateException("no address " + step + " after " + first, e);
    }
  }
}
