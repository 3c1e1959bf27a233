package org.jamtart.chaos;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jamtart.chaos.cluster.Cluster;
import org.jamtart.simulator.Simulation;
import org.jamtart.simulator.account.Account;
import org.jamtart.simulator.account.SessionAccount;
import org.jamtart.simulator.story.Story;
import org.jamtart.simulator.story.StoryConfig;
import org.jamtart.simulator.transport.SendingConfig;
import org.jamtart.testsupport.Await;

/** Simulated nodes that talk to the cluster: to each gateway a network of its own. */
final class Load implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(15);
  private static final Duration UNDER_WAY = Duration.ofSeconds(60);

  private final List<Simulation> networks = new ArrayList<>();

  private Load() {}

  /**
   * How much is said.
   *
   * @param nodes in all
   * @param rate events per second of each
   * @param skew how wrong the nodes' clocks are at most
   * @param recorded whether every byte that was sent is kept for comparison
   */
  record Volume(int nodes, double rate, Duration skew, boolean recorded) {}

  /**
   * Begins, and returns when events are under way.
   *
   * @param throughWires whether the nodes use the wires that can be broken
   */
  static Load start(Cluster cluster, Volume volume, long seed, boolean throughWires) {
    var load = new Load();
    for (int i = 0; i < Cluster.GATEWAYS; i++) {
      int port = throughWires ? cluster.nodeWire(i).port() : cluster.telemetryPort(i);
      var sending = SendingConfig.to("127.0.0.1", port).withThreads(1).withPatience(PATIENCE);
      var story = StoryConfig.of(Math.ceilDiv(volume.nodes, Cluster.GATEWAYS), Instant.now())
          .withSeed(seed * Cluster.GATEWAYS + i)
          .withRate(volume.rate)
          .withMaxClockSkew(volume.skew);
      load.networks.add(Simulation.start(Story.of(story).startingAt(Instant.now()),
          volume.recorded ? sending.withRecording() : sending));
    }
    long events = volume.nodes * 5L;
    Await.until("events to be under way", UNDER_WAY, () -> load.events() > events);
    return load;
  }

  /** Events sent so far. */
  long events() {
    return networks.stream().map(Simulation::account).mapToLong(Account::events).sum();
  }

  /** What was sent on every connection. */
  List<SessionAccount> sent() {
    return networks.stream().flatMap(network -> network.account().sessions().stream()).toList();
  }

  /** Lets the nodes hang up, and waits until they have. */
  @Override
  public void close() {
    networks.forEach(Simulation::stop);
    networks.forEach(Simulation::close);
  }
}
