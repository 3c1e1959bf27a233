package org.jamtart.simulator.world;

/**
 * A request that one node makes to another because of a package.
 *
 * @param asker who asks
 * @param provider who is asked
 * @param times when
 * @param outcome how it ends
 */
public record Errand(int asker, int provider, Exchange times, Outcome outcome) {}
