package org.jamtart.store;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.time.Instant;
import org.hibernate.annotations.SQLInsert;
import org.hibernate.jdbc.Expectation;
import org.jspecify.annotations.Nullable;

/**
 * One event as a node sent it, with the few facts by which people search. Numbers that are u64 on the wire are the same
 * 64 bits.
 */
@Entity
@Table(name = "event")
@IdClass(EventRow.Key.class)
@SQLInsert(sql = """
    insert into event (bytes, core, event_id, hash, implausible, node, received, ref, slot, type, seq, session, time)
    values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) on conflict do nothing""", verify = Expectation.None.class)
@SuppressWarnings("NullAway.Init")
public class EventRow {

  /** What names an event: its ordinal on its session; the time says in which partition it is. */
  public record Key(long seq, long session, Instant time) {}

  @Id
  private Instant time;
  @Id
  private long session;
  @Id
  private long seq;
  @Column(name = "event_id")
  private @Nullable Long eventId;
  private Instant received;
  private @Nullable Long slot;
  private @Nullable Long ref;
  private int node;
  private @Nullable Integer core;
  private short type;
  private boolean implausible;
  private byte @Nullable [] hash;
  private byte[] bytes;

  protected EventRow() {}

  /**
   * @param time        row time: the event's own where it can be believed, else that of receipt
   * @param session     number of the session
   * @param seq         ordinal of the frame on its session
   * @param eventId     JIP-3 event ID; null when unknown
   * @param received    when the gateway received it
   * @param slot        slot that the event is about; null for none
   * @param ref         event ID that it refers to; null for none
   * @param node        number of the node
   * @param core        core that the event is about; null for none
   * @param type        discriminator, 0 to 255
   * @param implausible whether its own time could not be believed
   * @param hash        hash that the event is about; null for none
   * @param bytes       the message, without its length prefix; not copied
   */
  public EventRow(Instant time, long session, long seq, @Nullable Long eventId, Instant received,
      @Nullable Long slot, @Nullable Long ref, int node, @Nullable Integer core, short type,
      boolean implausible,
      byte @Nullable [] hash, byte[] bytes) {
    this.time = time;
    this.session = session;
    this.seq = seq;
    this.eventId = eventId;
    this.received = received;
    this.slot = slot;
    this.ref = ref;
    this.node = node;
    this.core = core;
    this.type = type;
    this.implausible = implausible;
    this.hash = hash;
    this.bytes = bytes;
  }

  /** Row time, which chooses the partition. */
  public Instant time() {
    return time;
  }
}
