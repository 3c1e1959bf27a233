package org.jamtart.query.horizon;

import java.time.Instant;

/**
 * How far the tables have one partition of the log.
 *
 * @param nextOffset  the first offset that they do not have
 * @param storedUntil the time of the last record that they have
 */
public record Position(int partition, long nextOffset, Instant storedUntil) {}
