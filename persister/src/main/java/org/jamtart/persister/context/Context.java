package org.jamtart.persister.context;

import org.jspecify.annotations.Nullable;

/**
 * What events of one chain have in common.
 *
 * @param core        that they are about; -1 for none
 * @param slot        that they are about; -1 for none
 * @param workPackage hash of the work-package; null for none
 * @param services    of its items, in their order, each unsigned 32 bits; empty for none
 * @param submission  ID of the event by which the work-package came, as 64 bits; null for none
 */
@SuppressWarnings("ArrayRecordComponent") // shared by all events of a chain, changed by none
public record Context(int core, long slot, byte @Nullable [] workPackage, int[] services,
    @Nullable Long submission) {

  /** Of an event that belongs to no chain. */
  public static final Context NONE = new Context(-1, -1, null, new int[0], null);
}
