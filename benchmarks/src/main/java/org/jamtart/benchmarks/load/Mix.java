package org.jamtart.benchmarks.load;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.jamtart.simulator.story.Network;
import org.jamtart.simulator.story.Story;
import org.jamtart.simulator.story.StoryConfig;

/**
 * What the nodes of a simulated network with 341 cores say, told beforehand. What they say depends on how much it is: shards and
 * assurances are the most of it where a node says hundreds of events a second.
 *
 * @param nodes their streams
 */
public record Mix(List<NodeStream> nodes) {

  /** Events a second of a node that says little. */
  private static final double QUIET = 20;
  private static final Duration SHORTEST = Duration.ofSeconds(12);

  /**
   * Of some nodes that say 20 events a second.
   *
   * @param eventsEach how many events each says at least before it repeats itself
   * @param until      when it ends: events lie before it
   */
  public static Mix of(int nodes, int eventsEach, Instant until) {
    return of(nodes, eventsEach, until, 1);
  }

  /**
   * Of some nodes that say 20 events a second.
   *
   * @param eventsEach how many events each says at least before it repeats itself
   * @param until      when it ends: events lie before it
   * @param seed       mixes of different seeds are of different nodes, blocks and packages
   */
  public static Mix of(int nodes, int eventsEach, Instant until, long seed) {
    return of(nodes, eventsEach, until, seed, QUIET);
  }

  /**
   * Of some nodes.
   *
   * @param eventsEach how many events each says at least before it repeats itself
   * @param until      when it ends: events lie before it
   * @param seed       mixes of different seeds are of different nodes, blocks and packages
   * @param rate       events a second of each
   */
  public static Mix of(int nodes, int eventsEach, Instant until, long seed, double rate) {
    var length = Duration
        .ofSeconds(Math.max(SHORTEST.toSeconds(), (long) Math.ceil(1.5 * eventsEach / rate)));
    var story = Story.of(StoryConfig.of(nodes, until.minus(length))
        .withNetwork(Network.FULL)
        .withRate(rate)
        .withSeed(seed)
        .withDuration(length));
    return new Mix(IntStream.range(0, nodes)
        .mapToObj(node -> NodeStream.of(story.stream(node), story.information(node)))
        .toList());
  }

  /** Bytes of a message without its length prefix, on average. */
  public double payloadBytes() {
    long bytes = nodes.stream().mapToLong(NodeStream::payloadBytes).sum();
    return (double) bytes / nodes.stream().mapToLong(NodeStream::frames).sum();
  }
}
