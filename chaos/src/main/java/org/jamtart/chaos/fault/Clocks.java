package org.jamtart.chaos.fault;

import java.time.Duration;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jamtart.chaos.cluster.Cluster;
import org.jamtart.chaos.cluster.JumpingClock;
import org.jamtart.chaos.cluster.Program;

/** The clock of a running gateway or persister jumps, stays wrong for a while, and jumps back. */
final class Clocks {

  /** Within, and beyond, what a node's time may differ from the time of receipt. */
  private static final List<Duration> JUMPS = List.of(Duration.ofSeconds(-30), Duration.ofMinutes(10),
      Duration.ofHours(-2), Duration.ofHours(2), Duration.ofHours(-25), Duration.ofHours(25));

  private Clocks() {}

  static long jump(Cluster cluster, RandomGenerator random) throws InterruptedException {
    boolean gateway = random.nextBoolean();
    Program program = gateway ? cluster.gateway(0) : cluster.persister(0);
    JumpingClock clock = cluster.clock(program, gateway ? "ingest-gateway" : "persister");
    program.awaitReady(Program.READY_AMONG_FAULTS);
    clock.set(JUMPS.get(random.nextInt(JUMPS.size())));
    Thread.sleep(random.nextInt(2_000, 5_000));
    long moment = System.nanoTime();
    clock.set(Duration.ZERO);
    return moment;
  }
}
