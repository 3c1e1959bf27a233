package org.jamtart.store;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;
import org.hibernate.annotations.SQLInsert;
import org.hibernate.jdbc.Expectation;
import org.jspecify.annotations.Nullable;

/** One frame, or one record of the log, that is no event: why, from whom, and its bytes. */
@Entity
@Table(name = "quarantine")
@IdClass(QuarantineRow.Key.class)
@SQLInsert(sql = """
    insert into quarantine (at, bytes, event_id, expected, field, found, message, node, partition, position, reason,
      seq, session, time, type, id, received)
    values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) on conflict do nothing""", verify = Expectation.None.class)
@SuppressWarnings("NullAway.Init")
public class QuarantineRow {

  /** The id alone is unique; the time says in which partition the row is. */
  public record Key(UUID id, Instant received) {}

  @Id
  private Instant received;
  @Id
  private UUID id;
  private int partition;
  private long position;
  private int node;
  private @Nullable Long session;
  private @Nullable Long seq;
  @Column(name = "event_id")
  private @Nullable Long eventId;
  private short type;
  private @Nullable Instant time;
  private String reason;
  private @Nullable String field;
  private @Nullable Integer at;
  private @Nullable String expected;
  private @Nullable String found;
  private String message;
  private byte[] bytes;

  protected QuarantineRow() {}

  /**
   * Something that is no event.
   *
   * @param id        derived from what it is, so that it is the same on every replay
   * @param partition partition of the log, where {@code position} is its offset
   * @param reason    kind of trouble, lower snake case
   * @param message   what was wrong, without U+0000
   * @param bytes     the message as received, or the value of the record
   */
  public QuarantineRow(Instant received, UUID id, int partition, long position, String reason, String message,
      byte[] bytes) {
    this.received = received;
    this.id = id;
    this.partition = partition;
    this.position = position;
    this.node = Schema.NO_NODE;
    this.type = Schema.UNREADABLE_TYPE;
    this.reason = reason;
    this.message = message;
    this.bytes = bytes;
  }

  /** Adds whose frame it is, and what could be read of it (null where nothing could). */
  public QuarantineRow frame(int node, long session, long seq, @Nullable Long eventId, short type,
      @Nullable Instant time) {
    this.node = node;
    this.session = session;
    this.seq = seq;
    this.eventId = eventId;
    this.type = type;
    this.time = time;
    return this;
  }

  /** Adds where decoding failed, in bytes from the first of the message; texts without U+0000. */
  public QuarantineRow where(String field, int at, String expected, String found) {
    this.field = field;
    this.at = at;
    this.expected = expected;
    this.found = found;
    return this;
  }

  /** Receipt, which chooses the partition of the table. */
  public Instant received() {
    return received;
  }
}
