package org.jamtart.store;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.time.Instant;
import org.hibernate.annotations.SQLInsert;
import org.hibernate.jdbc.Expectation;
import org.jamtart.wire.Bytes32;

/** Events of a node about a peer in an hour; what is written is added to what is there. */
@Entity
@Table(name = "peer_count")
@IdClass(PeerCountRow.Key.class)
@SQLInsert(sql = """
    insert into peer_count as t (events, last, bucket, node, peer, type) values (?, ?, ?, ?, ?, ?)
    on conflict (bucket, type, node, peer) do update set events = t.events + excluded.events,
      last = greatest(t.last, excluded.last)""", verify = Expectation.None.class)
@SuppressWarnings("NullAway.Init")
public class PeerCountRow {

  /** An hour, a node, a peer and a discriminator. */
  public record Key(Instant bucket, int node, byte[] peer, short type) {}

  @Id
  private Instant bucket;
  @Id
  private int node;
  @Id
  private byte[] peer;
  @Id
  private short type;
  private long events;
  private Instant last;

  protected PeerCountRow() {}

  /** @param last time of the newest of them */
  public PeerCountRow(Instant bucket, int node, Bytes32 peer, short type, long events, Instant last) {
    this.bucket = bucket;
    this.node = node;
    this.peer = peer.toByteArray();
    this.type = type;
    this.events = events;
    this.last = last;
  }
}
