package org.jamtart.store;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.math.BigDecimal;
import org.hibernate.annotations.SQLInsert;
import org.hibernate.jdbc.Expectation;

/** Frames of one type of one node; what is written is added to what is there. */
@Entity
@Table(name = "node_total")
@IdClass(NodeTotalRow.Key.class)
@SQLInsert(sql = """
    insert into node_total as t (dropped, events, expired, malformed, unknown, node, type)
    values (?, ?, ?, ?, ?, ?, ?)
    on conflict (node, type) do update set dropped = t.dropped + excluded.dropped, events = t.events + excluded.events,
      expired = t.expired + excluded.expired, malformed = t.malformed + excluded.malformed,
      unknown = t.unknown + excluded.unknown""", verify = Expectation.None.class)
@SuppressWarnings("NullAway.Init")
public class NodeTotalRow {

  /** The number of a node and a discriminator, {@link Schema#UNREADABLE_TYPE} where it could not be read. */
  public record Key(int node, short type) {}

  @Id
  private int node;
  @Id
  private short type;
  private long events;
  private long unknown;
  private long expired;
  private long malformed;
  private BigDecimal dropped;

  protected NodeTotalRow() {}

  /** So many more of a type. */
  public NodeTotalRow(int node, short type, FrameCount count) {
    this.node = node;
    this.type = type;
    this.events = count.events();
    this.unknown = count.unknown();
    this.expired = count.expired();
    this.malformed = count.malformed();
    this.dropped = new BigDecimal(count.dropped());
  }
}
