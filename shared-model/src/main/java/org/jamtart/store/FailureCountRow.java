package org.jamtart.store;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.time.Instant;
import org.hibernate.annotations.SQLInsert;
import org.hibernate.jdbc.Expectation;

/** Failures of one node in one bucket, by type and reason; what is written is added to what is there. */
@Entity
@Table(name = "failure_count")
@IdClass(FailureCountRow.Key.class)
@SQLInsert(sql = """
    insert into failure_count as t (events, bucket, node, reason, tier, type) values (?, ?, ?, ?, ?, ?)
    on conflict (tier, type, bucket, reason, node) do update set events = t.events + excluded.events""", verify = Expectation.None.class)
@SuppressWarnings("NullAway.Init")
public class FailureCountRow {

  /** @param reason empty where the event says none */
  public record Key(Instant bucket, int node, String reason, short tier, short type) {}

  @Id
  private Instant bucket;
  @Id
  private int node;
  @Id
  private String reason;
  @Id
  private short tier;
  @Id
  private short type;
  private long events;

  protected FailureCountRow() {}

  /** So many more. */
  public FailureCountRow(Key key, long events) {
    this.bucket = key.bucket();
    this.node = key.node();
    this.reason = key.reason();
    this.tier = key.tier();
    this.type = key.type();
    this.events = events;
  }
}
