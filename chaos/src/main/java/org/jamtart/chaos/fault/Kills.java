package org.jamtart.chaos.fault;

import java.util.random.RandomGenerator;
import org.jamtart.chaos.cluster.Cluster;
import org.jamtart.chaos.cluster.Program;

/** SIGKILL, and a new start at once. */
final class Kills {

  private Kills() {}

  static long gateway(Cluster cluster, RandomGenerator random) {
    return kill(cluster.gateway(random.nextInt(Cluster.GATEWAYS)));
  }

  static long persister(Cluster cluster, RandomGenerator random) {
    return kill(cluster.persister(random.nextInt(Cluster.PERSISTERS)));
  }

  static long api(Cluster cluster, RandomGenerator random) {
    return kill(cluster.api());
  }

  static long broker(Cluster cluster, RandomGenerator random) {
    return kill(cluster.broker());
  }

  static long postgres(Cluster cluster, RandomGenerator random) {
    long moment = System.nanoTime();
    cluster.database().kill();
    cluster.database().start();
    return moment;
  }

  private static long kill(Program program) {
    long moment = System.nanoTime();
    program.kill();
    program.start();
    return moment;
  }
}
