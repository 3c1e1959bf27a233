package org.jamtart.wire;

/** Gas used, and the time it took in nanoseconds. */
public record ExecCost(@U64 long gasUsed, @U64 long elapsedNs) {}
