package org.jamtart.persister.projection;

import java.util.UUID;

/**
 * A record of the log that is kept as it is, because it cannot be read or can never be stored.
 *
 * @param id        the same on every replay
 * @param partition where it was read
 * @param offset    where it was read
 * @param received  when it was written as far as is known, Unix microseconds
 * @param reason    kind of trouble, lower snake case
 * @param message   what was wrong
 * @param value     its value; shared, not to be changed
 */
public record ForeignRecord(UUID id, int partition, long offset, long received, String reason, String message,
    byte[] value) {}
