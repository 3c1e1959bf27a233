package org.jamtart.chaos.fault;

import java.time.Duration;
import java.util.random.RandomGenerator;
import org.jamtart.chaos.cluster.Cluster;
import org.jamtart.testsupport.net.TcpRelay;
import org.jamtart.testsupport.net.TcpRelay.Direction;

/** What networks do: they cut, delay, throttle, half-close, fall silent, and refuse. */
final class Wires {

  private static final int KINDS = 6;
  private static final Duration DELAY = Duration.ofMillis(300);
  private static final long SLOW = 4_096;

  private Wires() {}

  static long nodes(Cluster cluster, RandomGenerator random) throws InterruptedException {
    return trouble(cluster.nodeWire(random.nextInt(Cluster.GATEWAYS)), random);
  }

  static long database(Cluster cluster, RandomGenerator random) throws InterruptedException {
    return trouble(cluster.databaseWire(), random);
  }

  private static long trouble(TcpRelay wire, RandomGenerator random) throws InterruptedException {
    int kind = random.nextInt(KINDS);
    switch (kind) {
      case 0 -> wire.cut();
      case 1 -> wire.halfClose(random.nextBoolean() ? Direction.TO_SERVER : Direction.TO_CLIENT);
      case 2 -> wire.delay(DELAY);
      case 3 -> wire.throttle(SLOW);
      case 4 -> wire.freeze();
      default -> {
        wire.refuse(true);
        wire.cut();
      }
    }
    if (kind > 1) {
      Thread.sleep(random.nextInt(3_000, 8_000));
    }
    long moment = System.nanoTime();
    wire.delay(Duration.ZERO);
    wire.throttle(0);
    wire.thaw();
    wire.refuse(false);
    return moment;
  }
}
