package org.jamtart.simulator.world;

/**
 * How large the world is and when it begins.
 *
 * @param seed equal seeds (with equal other values) give equal worlds
 * @param nodes how many nodes report telemetry, at least 1
 * @param cores C of the JAM parameters, at least 1
 * @param epochSlots slots per epoch, E of the JAM parameters
 * @param ticketAttempts tickets per validator and epoch, N of the JAM parameters
 * @param start story time zero, in microseconds of the JAM Common Era
 * @param packagesPerSlot work packages that builders submit in the network per slot, on average
 */
public record WorldShape(long seed, int nodes, int cores, int epochSlots, int ticketAttempts, long start,
    double packagesPerSlot) {}
