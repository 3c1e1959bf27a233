package org.jamtart.chaos.fault;

import java.util.random.RandomGenerator;
import org.jamtart.chaos.cluster.Cluster;
import org.jamtart.chaos.cluster.Program;

/** Programs that come and go as an operator would have them do. */
final class Stops {

  private Stops() {}

  static long gateway(Cluster cluster, RandomGenerator random) {
    return stop(cluster.gateway(random.nextInt(Cluster.GATEWAYS)));
  }

  static long persister(Cluster cluster, RandomGenerator random) {
    return stop(cluster.persister(random.nextInt(Cluster.PERSISTERS)));
  }

  private static long stop(Program program) {
    long moment = System.nanoTime();
    program.terminate();
    program.start();
    return moment;
  }

  static long rebalance(Cluster cluster, RandomGenerator random) throws InterruptedException {
    Program third = cluster.persister(Cluster.PERSISTERS);
    third.start();
    third.awaitReady(Program.READY_AMONG_FAULTS);
    Thread.sleep(random.nextInt(1_000, 4_000));
    long moment = System.nanoTime();
    third.terminate();
    return moment;
  }

  /** What goes on beside everything else all the time needs no moment of its own. */
  static long nothing(Cluster cluster, RandomGenerator random) throws InterruptedException {
    Thread.sleep(1_000);
    return System.nanoTime();
  }
}
