package org.jamtart.store;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import org.hibernate.annotations.SQLInsert;
import org.hibernate.jdbc.Expectation;

/** All that one node did in one bucket; what is written is added to what is there, of slots the highest stays. */
@Entity
@Table(name = "node_activity")
@IdClass(NodeActivityRow.Key.class)
@SQLInsert(sql = """
    insert into node_activity as t (best_slot, dropped, events, failures, finalized_slot, bucket, node, tier)
    values (?, ?, ?, ?, ?, ?, ?, ?)
    on conflict (tier, bucket, node) do update set best_slot = greatest(t.best_slot, excluded.best_slot),
      dropped = t.dropped + excluded.dropped, events = t.events + excluded.events, failures = t.failures + excluded.failures,
      finalized_slot = greatest(t.finalized_slot, excluded.finalized_slot)""", verify = Expectation.None.class)
@SuppressWarnings("NullAway.Init")
public class NodeActivityRow {

  /** A node's bucket. */
  public record Key(Instant bucket, int node, short tier) {}

  /**
   * @param failures      events of the group of failures
   * @param dropped       sum of the numbers in Dropped
   * @param bestSlot      highest believable one in BestBlockChanged; {@link Schema#NONE} for none
   * @param finalizedSlot the same in FinalizedBlockChanged
   */
  public record Figures(long events, long failures, BigInteger dropped, long bestSlot, long finalizedSlot) {}

  @Id
  private Instant bucket;
  @Id
  private int node;
  @Id
  private short tier;
  @Column(name = "best_slot")
  private long bestSlot;
  private BigDecimal dropped;
  private long events;
  private long failures;
  @Column(name = "finalized_slot")
  private long finalizedSlot;

  protected NodeActivityRow() {}

  /** So much more. */
  public NodeActivityRow(Key key, Figures figures) {
    this.bucket = key.bucket();
    this.node = key.node();
    this.tier = key.tier();
    this.bestSlot = figures.bestSlot();
    this.dropped = new BigDecimal(figures.dropped());
    this.events = figures.events();
    this.failures = figures.failures();
    this.finalizedSlot = figures.finalizedSlot();
  }
}
