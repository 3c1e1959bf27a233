package org.jamtart.store;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.math.BigDecimal;
import org.hibernate.annotations.SQLInsert;
import org.hibernate.jdbc.Expectation;

/** Frames of one type of one session; what is written is added to what is there. */
@Entity
@Table(name = "session_total")
@IdClass(SessionTotalRow.Key.class)
@SQLInsert(sql = """
    insert into session_total as t (dropped, events, expired, malformed, unknown, session, type)
    values (?, ?, ?, ?, ?, ?, ?)
    on conflict (session, type) do update set dropped = t.dropped + excluded.dropped, events = t.events + excluded.events,
      expired = t.expired + excluded.expired, malformed = t.malformed + excluded.malformed,
      unknown = t.unknown + excluded.unknown""", verify = Expectation.None.class)
@SuppressWarnings("NullAway.Init")
public class SessionTotalRow {

  /** The number of a session and a discriminator, {@link Schema#UNREADABLE_TYPE} where it could not be read. */
  public record Key(long session, short type) {}

  @Id
  private long session;
  @Id
  private short type;
  private long events;
  private long unknown;
  private long expired;
  private long malformed;
  private BigDecimal dropped;

  protected SessionTotalRow() {}

  /** So many more of a type. */
  public SessionTotalRow(long session, short type, FrameCount count) {
    this.session = session;
    this.type = type;
    this.events = count.events();
    this.unknown = count.unknown();
    this.expired = count.expired();
    this.malformed = count.malformed();
    this.dropped = new BigDecimal(count.dropped());
  }
}
