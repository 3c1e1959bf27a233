package org.jamtart.simulator.story;

import java.time.Duration;
import java.time.Instant;
import org.jamtart.wire.JamTime;

/**
 * What story is told. Equal configurations give equal bytes.
 *
 * @param nodes how many nodes report, 1 to 65,535
 * @param eventsPerSecond events per second and node, on average over the nodes and some slots; the story's own events
 *     are a floor of about 4 to 8 below which it does not go
 * @param seed chooses identities, hashes, times and mishaps
 * @param network the constants of the network
 * @param cores C, 1 to 65,535
 * @param start when the story begins; the first slot is the first that begins at that moment or later
 * @param duration how long it is; zero for one without end
 * @param maxClockSkew how wrong the nodes' clocks are at most, in either direction; zero for right ones
 */
public record StoryConfig(int nodes, double eventsPerSecond, long seed, Network network, int cores,
    Instant start,
    Duration duration, Duration maxClockSkew) {
  private static final double DEFAULT_RATE = 20;
  private static final int MOST = 0xffff;

  public StoryConfig {
    check(nodes >= 1 && nodes <= MOST, "nodes", nodes, "1 to 65535");
    check(eventsPerSecond > 0 && eventsPerSecond <= 1e6, "eventsPerSecond", eventsPerSecond,
        "more than 0, at most 1000000");
    check(cores >= 1 && cores <= MOST, "cores", cores, "1 to 65535");
    check(!start.isBefore(JamTime.EPOCH.plus(Duration.ofDays(1))), "start", start,
        "2025-01-02T12:00:00Z or later");
    check(!duration.isNegative(), "duration", duration, "zero (no end) or more");
    check(!maxClockSkew.isNegative(), "maxClockSkew", maxClockSkew, "zero or more");
  }

  /** A story of the tiny network without end, 20 events per second and node, seed 1, right clocks. */
  public static StoryConfig of(int nodes, Instant start) {
    return new StoryConfig(nodes, DEFAULT_RATE, 1, Network.TINY, Network.TINY.cores(), start, Duration.ZERO,
        Duration.ZERO);
  }

  public StoryConfig withRate(double perSecondAndNode) {
    return new StoryConfig(nodes, perSecondAndNode, seed, network, cores, start, duration, maxClockSkew);
  }

  public StoryConfig withSeed(long other) {
    return new StoryConfig(nodes, eventsPerSecond, other, network, cores, start, duration, maxClockSkew);
  }

  /** With the network's constants, its number of cores included. */
  public StoryConfig withNetwork(Network other) {
    return new StoryConfig(nodes, eventsPerSecond, seed, other, other.cores(), start, duration, maxClockSkew);
  }

  public StoryConfig withCores(int other) {
    return new StoryConfig(nodes, eventsPerSecond, seed, network, other, start, duration, maxClockSkew);
  }

  public StoryConfig withStart(Instant other) {
    return new StoryConfig(nodes, eventsPerSecond, seed, network, cores, other, duration, maxClockSkew);
  }

  public StoryConfig withDuration(Duration other) {
    return new StoryConfig(nodes, eventsPerSecond, seed, network, cores, start, other, maxClockSkew);
  }

  public StoryConfig withMaxClockSkew(Duration other) {
    return new StoryConfig(nodes, eventsPerSecond, seed, network, cores, start, duration, other);
  }

  /** Length of the story in microseconds; {@link Long#MAX_VALUE} for one without end. */
  public long micros() {
    return duration.isZero() ? Long.MAX_VALUE : duration.toNanos() / 1_000;
  }

  private static void check(boolean holds, String name, Object value, String allowed) {
    if (!holds) {
      throw new IllegalArgumentException(name + " = " + value + ": expected " + allowed);
    }
  }
}
