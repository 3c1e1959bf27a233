package org.jamtart.store;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.time.Instant;
import org.hibernate.annotations.SQLInsert;
import org.hibernate.jdbc.Expectation;
import org.jamtart.wire.Bytes32;
import org.jspecify.annotations.Nullable;

/** The newest event of a type that a node said of its connection with a peer; an older one that comes later changes nothing. */
@Entity
@Table(name = "node_peer")
@IdClass(NodePeerRow.Key.class)
@SQLInsert(sql = """
    insert into node_peer as t (reason, seq, session, side, time, node, peer, type) values (?, ?, ?, ?, ?, ?, ?, ?)
    on conflict (node, peer, type) do update set reason = excluded.reason, seq = excluded.seq, session = excluded.session,
      side = excluded.side, time = excluded.time
    where (t.time, t.session, t.seq) < (excluded.time, excluded.session, excluded.seq)""", verify = Expectation.None.class)
@SuppressWarnings("NullAway.Init")
public class NodePeerRow {

  /** A node, a peer and a discriminator. */
  public record Key(int node, byte[] peer, short type) {}

  /** Which message it is. */
  public record Place(Instant time, long session, long seq) {}

  @Id
  private int node;
  @Id
  private byte[] peer;
  @Id
  private short type;
  private @Nullable String reason;
  private long seq;
  private long session;
  private @Nullable Short side;
  private Instant time;

  protected NodePeerRow() {}

  /**
   * @param side   0 the node, 1 the peer; null where it is not told
   * @param reason without U+0000; null for none
   */
  public NodePeerRow(int node, Bytes32 peer, short type, Place place, @Nullable Short side,
      @Nullable String reason) {
    this.node = node;
    this.peer = peer.toByteArray();
    this.type = type;
    this.time = place.time();
    this.session = place.session();
    this.seq = place.seq();
    this.side = side;
    this.reason = reason;
  }
}
