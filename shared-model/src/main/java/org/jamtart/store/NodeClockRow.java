package org.jamtart.store;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.time.Instant;
import org.hibernate.annotations.SQLInsert;
import org.hibernate.jdbc.Expectation;

/** How long a node's events took by its own clock until they were received; the extremes of ten minutes. */
@Entity
@Table(name = "node_clock")
@IdClass(NodeClockRow.Key.class)
@SQLInsert(sql = """
    insert into node_clock as t (delay_max, delay_min, implausible, bucket, node) values (?, ?, ?, ?, ?)
    on conflict (bucket, node) do update set delay_max = greatest(t.delay_max, excluded.delay_max),
      delay_min = least(t.delay_min, excluded.delay_min), implausible = t.implausible or excluded.implausible""", verify = Expectation.None.class)
@SuppressWarnings("NullAway.Init")
public class NodeClockRow {

  /** Ten minutes of a node. */
  public record Key(Instant bucket, int node) {}

  @Id
  private Instant bucket;
  @Id
  private int node;
  @Column(name = "delay_max")
  private long delayMax;
  @Column(name = "delay_min")
  private long delayMin;
  private boolean implausible;

  protected NodeClockRow() {}

  /** Delays in microseconds, negative where the node's clock is ahead by more than the way takes. */
  public NodeClockRow(Key key, long delayMin, long delayMax, boolean implausible) {
    this.bucket = key.bucket();
    this.node = key.node();
    this.delayMin = delayMin;
    this.delayMax = delayMax;
    this.implausible = implausible;
  }
}
