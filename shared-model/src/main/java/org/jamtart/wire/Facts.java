package org.jamtart.wire;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What people ask of any event, whatever its kind: slot, core, the hash it is about, the event it refers to.
 * Read straight from the bytes, without allocation. One instance serves one thread, for any number of
 * events.
 */
public final class Facts {
  private static final long SLOTS_AHEAD = JamTime.BELIEVED_AFTER_RECEIPT.toMillis() * 1_000
      / JamTime.SLOT_MICROS;

  private long slot;
  private int core;
  private boolean opens;
  private boolean hasRef;
  private long ref;
  private List<Integer> kinds = List.of();
  private int hashOffset;
  private boolean isDropped;
  private long dropped;
  private @Nullable Warning warning;

  /** Facts about nothing yet. */
  public Facts() {
    clear();
  }

  /**
   * Reads the facts of a message, for which {@link Events#validate} should have found an event.
   *
   * @return false, and no facts, if the event is not known or is too short to have them
   */
  public boolean read(byte[] buffer, int offset, int length, Protocol protocol) {
    clear();
    int discriminator = Frames.discriminatorOf(buffer, offset, length);
    EventLayout layout = discriminator < 0 ? null : EventLayout.of(protocol.version(), discriminator);
    if (layout == null || length < layout.facts().end()) {
      return false;
    }
    opens = EventLayout.isOpening(discriminator);
    FactOffsets at = layout.facts();
    if (at.slot() >= 0) {
      slot = LittleEndian.u32(buffer, offset + at.slot());
    }
    if (at.core() >= 0) {
      core = LittleEndian.u16(buffer, offset + at.core());
    }
    if (at.reference() >= 0) {
      hasRef = true;
      kinds = at.kinds();
      ref = LittleEndian.u64(buffer, offset + at.reference());
    }
    if (at.hash() >= 0) {
      hashOffset = offset + at.hash();
    }
    isDropped = discriminator == EventIds.DROPPED && length >= EventIds.DROPPED_SIZE;
    dropped = isDropped ? EventIds.droppedCount(buffer, offset) : 0;
    warning = warning(buffer, offset, length, at, protocol.cores());
    return true;
  }

  /**
   * The slot that the event is about, 0 to 2<sup>32</sup>-1; -1 if none. Lookup anchors and epochs do not
   * count.
   */
  public long slot() {
    return slot;
  }

  /** The core that the event is about, 0 to 65,535; -1 if none. */
  public int core() {
    return core;
  }

  /** Whether the event refers to another event of its connection. */
  public boolean hasRef() {
    return hasRef;
  }

  /** The ID of the event referred to, unsigned; meaningless unless {@link #hasRef()}. */
  public long ref() {
    return ref;
  }

  /** Whether the specification lets the reference name an event of this discriminator. */
  public boolean mayReferTo(int type) {
    for (int i = 0; i < kinds.size(); i++) {
      if (kinds.get(i) == type) {
        return true;
      }
    }
    return false;
  }

  /**
   * Whether the reference is one to an event that the specification knows; the others, those to an audit, name what it
   * does not tell of yet.
   */
  public boolean refersToEvent() {
    return !kinds.isEmpty();
  }

  /** Whether later events may refer to this one. */
  public boolean opens() {
    return opens;
  }

  /**
   * Where in the buffer the 32 bytes start by which people search: the hash of a header, a work-package, a
   * work-report or a preimage, or an erasure-root; -1 if none. Never a peer id, a parent or an anchor.
   */
  public int hashOffset() {
    return hashOffset;
  }

  /** Whether the event is {@link MetaEvent.Dropped}. */
  public boolean isDropped() {
    return isDropped;
  }

  /** How many events the node dropped, unsigned; 0 unless {@link #isDropped()}. */
  public long dropped() {
    return dropped;
  }

  /** What is odd about the event; null if nothing is. */
  public @Nullable Warning warning() {
    return warning;
  }

  private @Nullable Warning warning(byte[] buffer, int offset, int length, FactOffsets at, int cores) {
    if (isDropped) {
      return dropped == 0 ? Warning.NOTHING_DROPPED : null;
    } else if (at.coreBits() >= 0) {
      int last = at.coreBits() + (cores - 1) / 8;
      boolean hasPadding = last < length
          && LittleEndian.u8(buffer, offset + last) >> ((cores - 1) % 8 + 1) != 0;
      return hasPadding ? Warning.PADDING_BITS : null;
    }
    // Old slots are in order, since blocks are fetched long after they were made; slots to come are not.
    long latest = JamTime.slotOf(LittleEndian.u64(buffer, offset)) + SLOTS_AHEAD;
    return slot > latest ? Warning.IMPLAUSIBLE_SLOT : null;
  }

  private void clear() {
    slot = -1;
    core = -1;
    opens = false;
    hasRef = false;
    kinds = List.of();
    ref = 0;
    hashOffset = -1;
    isDropped = false;
    dropped = 0;
    warning = null;
  }
}
