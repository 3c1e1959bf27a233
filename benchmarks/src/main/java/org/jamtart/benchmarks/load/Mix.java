package org.jamtart.benchmarks.load;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.jamtart.simulator.story.Network;
import org.jamtart.simulator.story.Story;
import org.jamtart.simulator.story.StoryConfig;

/**
 * What the nodes of a simulated network with 341 cores say at the rate that is its own, told beforehand.
 *
 * @param nodes their streams
 */
public record Mix(List<NodeStream> nodes) {

  private static final double RATE = 20;
  private static final Duration SHORTEST = Duration.ofSeconds(12);

  /**
   * Of some nodes.
   *
   * @param eventsEach how many events each says at least before it repeats itself
   * @param until      when it ends: events lie before it
   */
  public static Mix of(int nodes, int eventsEach, Instant until) {
    return of(nodes, eventsEach, until, 1);
  }

  /**
   * Of some nodes.
   *
   * @param eventsEach how many events each says at least before it repeats itself
   * @param until      when it ends: events lie before it
   * @param seed       mixes of different seeds are of different nodes, blocks and packages
   */
  public static Mix of(int nodes, int eventsEach, Instant until, long seed) {
    var length = Duration
        .ofSeconds(Math.max(SHORTEST.toSeconds(), (long) Math.ceil(1.5 * eventsEach / RATE)));
    var story = Story.of(StoryConfig.of(nodes, until.minus(length))
        .withNetwork(Network.FULL)
        .withRate(RATE)
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
