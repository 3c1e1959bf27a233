package org.jamtart.persister.context;

import org.jamtart.wire.Bytes32;
import org.jspecify.annotations.Nullable;

/**
 * An earlier event of a session, as far as the events that refer to it need to know.
 *
 * @param type       its discriminator
 * @param timeMicros its row time, Unix microseconds
 * @param hash       the hash that it is about itself; null for none
 * @param peer       whom it names, where later events tell of that peer by referring to it; null for none
 * @param audit      the node's number for the audit for whose bundle it is, as 64 bits; null for none
 * @param context    what was known of its chain when the event came that refers to it
 */
@SuppressWarnings("ArrayRecordComponent") // as the row has it
public record Opening(short type, long timeMicros, byte @Nullable [] hash,
    @Nullable Bytes32 peer, @Nullable Long audit, Context context) {

  /** Core of the chain; -1 for none. */
  public int core() {
    return context.core();
  }

  /** Slot of the chain; -1 for none. */
  public long slot() {
    return context.slot();
  }

  /** Hash of the work-package; null for none. */
  public byte @Nullable [] workPackage() {
    return context.workPackage();
  }

  /** Services of the work-package's items, in their order, each unsigned 32 bits; empty for none. */
  public int[] services() {
    return context.services();
  }

  /** ID of the event by which the work-package came, as 64 bits; null for none. */
  public @Nullable Long submission() {
    return context.submission();
  }
}
