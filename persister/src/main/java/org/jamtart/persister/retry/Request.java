package org.jamtart.persister.retry;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A wish to decode again what is in quarantine.
 *
 * @param peer   id of the node; null for all
 * @param types  discriminators; null for all
 * @param reason why it was refused; null for all
 */
@SuppressWarnings("ArrayRecordComponent") // as the row has them
record Request(UUID id, byte @Nullable [] peer, Short @Nullable [] types, @Nullable String reason) {}
