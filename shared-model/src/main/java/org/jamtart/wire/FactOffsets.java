package org.jamtart.wire;

import java.util.List;

/**
 * Where in a message of one layout the facts stand, in bytes from its first; -1 for those that it has not.
 * In all of JIP-3 no fact stands behind a field of variable length.
 *
 * @param kinds the discriminators of the events that the reference may name
 * @param coreBits where one bit for each core stands
 * @param end where the last of them ends, given one core
 */
record FactOffsets(int slot, int core, int reference, List<Integer> kinds, int hash, int coreBits, int end) {

  static FactOffsets of(Layout.Struct event) {
    Search search = new Search();
    search.walk(event);
    return new FactOffsets(search.slot, search.core, search.reference, search.kinds, search.hash,
        search.coreBits, search.end);
  }

  private static final class Search {
    // The discriminator stands behind the timestamp and is no field.
    private Extent before = Extent.exactly(1);
    private int slot = -1;
    private int core = -1;
    private int reference = -1;
    private List<Integer> kinds = List.of();
    private int hash = -1;
    private int coreBits = -1;
    private int end = Frames.EVENT_HEADER;

    private void walk(Layout.Struct struct) {
      for (Layout.Field field : struct.fields()) {
        switch (field.layout()) {
          case Layout.Struct nested -> walk(nested);
          case Layout.UInt uint -> integer(uint);
          case Layout.Hash hash32 -> {
            if (hash32.subject() && hash < 0) {
              hash = found(hash32);
            }
            before = before.plus(hash32.extent());
          }
          case Layout.Bool other -> before = before.plus(other.extent());
          case Layout.Octets octets -> {
            if (octets.extent().perEightCores() == 1) {
              coreBits = found(octets);
            }
            before = before.plus(octets.extent());
          }
          case Layout.Utf8Text other -> before = before.plus(other.extent());
          case Layout.Choice other -> before = before.plus(other.extent());
          case Layout.Optional other -> before = before.plus(other.extent());
          case Layout.Sequence other -> before = before.plus(other.extent());
        }
      }
    }

    private void integer(Layout.UInt uint) {
      switch (uint.meaning()) {
        case SLOT -> slot = slot < 0 ? found(uint) : slot;
        case CORE -> core = core < 0 ? found(uint) : core;
        case REFERENCE -> {
          if (reference < 0) {
            reference = found(uint);
            kinds = uint.kinds();
          }
        }
        case PLAIN -> {
        }
      }
      before = before.plus(uint.extent());
    }

    private int found(Layout layout) {
      if (!before.isConstant()) {
        throw new IllegalStateException("a fact stands behind a field of variable length: " + layout);
      }
      end = before.fixed() + layout.extent().bytes(1);
      return before.fixed();
    }
  }
}
