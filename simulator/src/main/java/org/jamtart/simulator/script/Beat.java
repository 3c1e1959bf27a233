package org.jamtart.simulator.script;

import org.jamtart.simulator.world.World;

/**
 * A stretch of story time that is planned at once: a quarter of a second.
 *
 * @param number from 0 at the first slot's start; negative before
 * @param start story time of its beginning, in microseconds
 * @param slot the slot in which it lies, counted from the story's first
 */
public record Beat(long number, long start, long slot) {
  /** Length, in microseconds. */
  public static final long LENGTH = 250_000;

  private static final long PER_SLOT = World.SLOT / LENGTH;

  /** The beat with a number. */
  public static Beat of(World world, long number) {
    return new Beat(number, world.slotStart(0) + number * LENGTH, Math.floorDiv(number, PER_SLOT));
  }

  public long end() {
    return start + LENGTH;
  }

  /** Whether it is the first of its slot. */
  public boolean opensSlot() {
    return Math.floorMod(number, PER_SLOT) == 0;
  }
}
