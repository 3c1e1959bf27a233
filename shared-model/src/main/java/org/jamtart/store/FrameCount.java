package org.jamtart.store;

import java.math.BigInteger;

/**
 * How many frames came of what.
 *
 * @param events    frames that are events, the unknown and the expired ones included
 * @param unknown   events of a type that is not known
 * @param expired   events that were past the retention horizon when they came
 * @param malformed frames that are no event
 * @param dropped   sum of the numbers in Dropped
 */
public record FrameCount(long events, long unknown, long expired, long malformed, BigInteger dropped) {}
