package org.jamtart.chaos.fault;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.random.RandomGenerator;
import org.jamtart.chaos.cluster.Cluster;

/** What can go wrong. */
public enum Fault {

  KILL_GATEWAY("kill -9 of a gateway", Target.GATEWAY, Sent.MAY_BE_LOST, Kills::gateway),
  KILL_PERSISTER("kill -9 of a persister", Target.PERSISTER, Sent.IS_KEPT, Kills::persister),
  KILL_API("kill -9 of the query API", Target.API, Sent.IS_KEPT, Kills::api),
  KILL_BROKER("kill -9 of the broker", Target.BROKER, Sent.IS_KEPT, Kills::broker),
  KILL_POSTGRES("kill -9 of PostgreSQL", Target.DATABASE, Sent.IS_KEPT, Kills::postgres),
  STOP_GATEWAY("SIGTERM to a gateway", Target.GATEWAY, Sent.IS_KEPT, Stops::gateway),
  STOP_PERSISTER("SIGTERM to a persister", Target.PERSISTER, Sent.IS_KEPT, Stops::persister),
  REBALANCE("a third persister joins and leaves", Target.THIRD_PERSISTER, Sent.IS_KEPT, Stops::rebalance),
  DATABASE_AWAY("PostgreSQL away for 60 s", Target.DATABASE, Sent.IS_KEPT, Outages::database),
  BROKER_AWAY("broker away for 60 s", Target.BROKER, Sent.IS_KEPT, Outages::broker),
  DISK_FULL("disk of the tables full for 20 s", Target.DATABASE, Sent.IS_KEPT, Outages::disk),
  CLOCK_JUMP("clock of a gateway or persister jumps", Target.CLOCK, Sent.IS_KEPT, Clocks::jump),
  POISON("every 100th record is not TART's", Target.LOG, Sent.IS_KEPT, Stops::nothing),
  NODE_NETWORK("network between nodes and a gateway", Target.NODE_WIRE, Sent.MAY_BE_LOST, Wires::nodes),
  DATABASE_NETWORK("network between persisters and PostgreSQL", Target.DATABASE, Sent.IS_KEPT,
      Wires::database);

  /** What is broken; of one target one fault at a time. */
  public enum Target {
    GATEWAY, PERSISTER, THIRD_PERSISTER, API, BROKER, DATABASE, CLOCK, LOG, NODE_WIRE
  }

  private enum Sent {
    /** Whatever a node has written into its socket is accepted. */
    IS_KEPT,
    /** What was on its way when the connection broke may not be. */
    MAY_BE_LOST
  }

  private final String title;
  private final Target target;
  private final Sent sent;
  private final Injection injection;

  Fault(String title, Target target, Sent sent, Injection injection) {
    this.title = title;
    this.target = target;
    this.sent = sent;
    this.injection = injection;
  }

  /** As it is named on the command line. */
  public String key() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** The fault of that key. */
  public static Fault of(String key) {
    return Arrays.stream(values())
        .filter(fault -> fault.key().equals(key))
        .findFirst()
        .orElseThrow(
            () -> new IllegalArgumentException("no fault is called " + key + ": there are " + keys()));
  }

  /** All keys. */
  public static List<String> keys() {
    return Arrays.stream(values()).map(Fault::key).toList();
  }

  /** What it is, for the table. */
  public String title() {
    return title;
  }

  public Target target() {
    return target;
  }

  /** Whether what nodes have written into their sockets may be lost on its way to the log. */
  public boolean mayLoseWhatWasSent() {
    return sent == Sent.MAY_BE_LOST;
  }

  /** Whether it can be done with this cluster. */
  public boolean isPossible(Cluster cluster) {
    return this != DISK_FULL || cluster.smallDisk().isPresent();
  }

  /**
   * Does it.
   *
   * @return {@link System#nanoTime()} from which on the cluster could recover
   */
  public long inject(Cluster cluster, RandomGenerator random) throws InterruptedException {
    return injection.into(cluster, random);
  }
}
