package org.jamtart.chaos.fault;

import java.time.Duration;
import java.util.random.RandomGenerator;
import org.jamtart.chaos.cluster.Cluster;
import org.jamtart.chaos.cluster.SmallDisk;

/** What is away for long, and comes back. */
final class Outages {

  private static final Duration AWAY = Duration.ofSeconds(60);
  private static final Duration FULL = Duration.ofSeconds(20);

  private Outages() {}

  static long database(Cluster cluster, RandomGenerator random) throws InterruptedException {
    cluster.database().kill();
    Thread.sleep(AWAY);
    long moment = System.nanoTime();
    cluster.database().start();
    return moment;
  }

  static long broker(Cluster cluster, RandomGenerator random) throws InterruptedException {
    cluster.broker().kill();
    Thread.sleep(AWAY);
    long moment = System.nanoTime();
    cluster.broker().start();
    return moment;
  }

  static long disk(Cluster cluster, RandomGenerator random) throws InterruptedException {
    SmallDisk disk = cluster.smallDisk().orElseThrow();
    try {
      disk.fill();
      Thread.sleep(FULL);
    } finally {
      disk.free();
    }
    return System.nanoTime();
  }
}
