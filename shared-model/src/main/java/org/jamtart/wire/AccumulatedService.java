package org.jamtart.wire;

/** One service of an executed block and its cost; service {@code 0xffffffff} is the sum of those left out. */
@Tuple
public record AccumulatedService(@U32 long serviceId, AccumulateCost cost) {}
