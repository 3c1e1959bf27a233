package org.jamtart.store;

import java.time.Instant;
import java.util.List;
import org.jamtart.store.RowInsert.Kind;
import org.jamtart.wire.Bytes32;
import org.jspecify.annotations.Nullable;

/** The newest event of a type that a node said of its connection with a peer; an older one that comes later changes nothing. */
public final class NodePeerRow {

  /** How it is inserted. */
  public static final RowInsert<NodePeerRow> INSERT = RowInsert.into("node_peer", List.of(
      RowInsert.column("node", Kind.INTEGER, row -> row.node),
      RowInsert.column("peer", Kind.BYTEA, row -> row.peer),
      RowInsert.column("type", Kind.SMALLINT, row -> row.type),
      RowInsert.column("time", Kind.TIME, row -> row.time),
      RowInsert.column("session", Kind.BIGINT, row -> row.session),
      RowInsert.column("seq", Kind.BIGINT, row -> row.seq),
      RowInsert.column("side", Kind.SMALLINT, row -> row.side),
      RowInsert.column("reason", Kind.TEXT, row -> row.reason)),
      """
          on conflict (node, peer, type) do update set reason = excluded.reason, seq = excluded.seq, session = excluded.session,
            side = excluded.side, time = excluded.time
          where (t.time, t.session, t.seq) < (excluded.time, excluded.session, excluded.seq)""");

  /** Which message it is. */
  public record Place(Instant time, long session, long seq) {}

  private final int node;
  private final byte[] peer;
  private final short type;
  private final @Nullable String reason;
  private final long seq;
  private final long session;
  private final @Nullable Short side;
  private final Instant time;

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
