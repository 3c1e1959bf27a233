package org.jamtart.persister.context;

/**
 * By what a later event names an earlier one.
 *
 * @param session number of the session
 * @param id      as 64 bits
 * @param kind    what the id is
 */
public record OpeningKey(long session, long id, Kind kind) implements Comparable<OpeningKey> {

  /** The events that can be named by one ID. */
  public enum Kind {
    /** The event with this ID. */
    EVENT,
    /** The first request for a shard of the bundle (140) of the audit with this ID. */
    AUDIT,
    /** The first reconstruction (146) of the bundle of the audit with this ID. */
    RECONSTRUCTION;

    /** As in the table. */
    @SuppressWarnings("EnumOrdinal") // its order is the table's for ever
    public short number() {
      return (short) ordinal();
    }

    static Kind of(short number) {
      return values()[number];
    }
  }

  /**
   * Numbers of sessions and IDs both go up by one, so that what a record makes of them would be the same for some of every session:
   * this spreads them.
   */
  @Override
  public int hashCode() {
    long mixed = (session * 0x9E37_79B9_7F4A_7C15L + id) * 0xD6E8_FEB8_6659_FD93L + kind.number();
    return (int) (mixed ^ mixed >>> 32);
  }

  /** The order of the table's key. */
  @Override
  public int compareTo(OpeningKey other) {
    int order = Long.compare(session, other.session);
    order = order != 0 ? order : Long.compare(id, other.id);
    return order != 0 ? order : kind.compareTo(other.kind);
  }
}
