package org.jamtart.store;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.time.Instant;
import org.hibernate.annotations.SQLInsert;
import org.hibernate.jdbc.Expectation;

/** Events of one node in one bucket, by type, core and reason; what is written is added to what is there. */
@Entity
@Table(name = "node_count")
@IdClass(NodeCountRow.Key.class)
@SQLInsert(sql = """
    insert into node_count as t (events, bucket, core, node, reason, tier, type) values (?, ?, ?, ?, ?, ?, ?)
    on conflict (tier, node, bucket, type, core, reason) do update set events = t.events + excluded.events""", verify = Expectation.None.class)
@SuppressWarnings("NullAway.Init")
public class NodeCountRow {

  /**
   * @param core   {@link Schema#NONE} where the events name none
   * @param reason empty where there is none, and in every tier but the finest
   */
  public record Key(Instant bucket, int core, int node, String reason, short tier, short type) {}

  @Id
  private Instant bucket;
  @Id
  private int core;
  @Id
  private int node;
  @Id
  private String reason;
  @Id
  private short tier;
  @Id
  private short type;
  private long events;

  protected NodeCountRow() {}

  /** So many more. */
  public NodeCountRow(Key key, long events) {
    this.bucket = key.bucket();
    this.core = key.core();
    this.node = key.node();
    this.reason = key.reason();
    this.tier = key.tier();
    this.type = key.type();
    this.events = events;
  }
}
