package org.jamtart.persister.context;

import java.util.Comparator;

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

  private static final Comparator<OpeningKey> ORDER = Comparator.comparingLong(OpeningKey::session)
      .thenComparingLong(OpeningKey::id)
      .thenComparing(OpeningKey::kind);

  /** The order of the table's key. */
  @Override
  public int compareTo(OpeningKey other) {
    return ORDER.compare(this, other);
  }
}
