package org.jamtart.simulator.world;

import java.nio.ByteBuffer;
import org.jamtart.wire.Bytes32;

/**
 * Chance without state: a throw is a pure function of the seed, the topic and up to three numbers. So every
 * node of the network, on whatever thread it is told, sees the same fact when it asks the same question, and
 * a story needs no shared memory. Safe for use by many threads.
 */
public final class Dice {
  private static final long GOLDEN = 0x9E3779B97F4A7C15L;

  private final long[] seeds;

  /** @param seed any number; equal seeds give equal worlds */
  public Dice(long seed) {
    var topics = Topic.values();
    this.seeds = new long[topics.length];
    for (int i = 0; i < topics.length; i++) {
      seeds[i] = mix(seed + GOLDEN * (i + 1L));
    }
  }

  /** Any 64-bit value. */
  public long roll(Topic topic, long a, long b, long c) {
    return mix(mix(mix(seeds[topic.ordinal()] + GOLDEN * a) + GOLDEN * b) + GOLDEN * c);
  }

  /** A value in {@code [0, bound)}; bound must be positive. */
  public int below(int bound, Topic topic, long a, long b, long c) {
    return (int) between(0, bound, topic, a, b, c);
  }

  /** A value in {@code [low, high)}; the interval must not be empty. */
  public long between(long low, long high, Topic topic, long a, long b, long c) {
    return low + Math.floorMod(roll(topic, a, b, c) >>> 1, high - low);
  }

  /** Thirty-two bytes that stand for a hash, a key or a VRF output. */
  public Bytes32 bytes(Topic topic, long a, long b) {
    var bytes = ByteBuffer.allocate(Bytes32.SIZE);
    for (int part = 1; part <= Bytes32.SIZE / Long.BYTES; part++) {
      bytes.putLong(roll(topic, a, b, part));
    }
    return Bytes32.of(bytes.array());
  }

  private static long mix(long z) {
    long x = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    x = (x ^ (x >>> 27)) * 0x94D049BB133111EBL;
    return x ^ (x >>> 31);
  }
}
