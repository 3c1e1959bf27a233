package org.jamtart.store;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.time.Instant;
import org.hibernate.annotations.SQLInsert;
import org.hibernate.jdbc.Expectation;
import org.jspecify.annotations.Nullable;

/** The newest event of a type of a node, by its time; an older one that comes later changes nothing. */
@Entity
@Table(name = "node_latest")
@IdClass(NodeLatestRow.Key.class)
@SQLInsert(sql = """
    insert into node_latest as t (bytes, seq, session, slot, time, node, type) values (?, ?, ?, ?, ?, ?, ?)
    on conflict (node, type) do update set bytes = excluded.bytes, seq = excluded.seq, session = excluded.session,
      slot = excluded.slot, time = excluded.time
    where (t.time, t.session, t.seq) < (excluded.time, excluded.session, excluded.seq)""", verify = Expectation.None.class)
@SuppressWarnings("NullAway.Init")
public class NodeLatestRow {

  /** A node and a discriminator. */
  public record Key(int node, short type) {}

  @Id
  private int node;
  @Id
  private short type;
  private byte[] bytes;
  private long seq;
  private long session;
  private @Nullable Long slot;
  private Instant time;

  protected NodeLatestRow() {}

  /**
   * @param session number of its session, on which {@code seq} is its ordinal
   * @param slot    that it is about; null for none
   * @param bytes   the message, without its length prefix; not copied
   */
  public NodeLatestRow(Key key, Instant time, long session, long seq, @Nullable Long slot, byte[] bytes) {
    this.node = key.node();
    this.type = key.type();
    this.time = time;
    this.session = session;
    this.seq = seq;
    this.slot = slot;
    this.bytes = bytes;
  }
}
