package org.jamtart.store;

import java.time.Instant;
import java.util.List;
import org.jamtart.store.RowInsert.Kind;
import org.jspecify.annotations.Nullable;

/** The newest event of a type of a node, by its time; an older one that comes later changes nothing. */
public final class NodeLatestRow {

  /** How it is inserted. */
  public static final RowInsert<NodeLatestRow> INSERT = RowInsert.into("node_latest", List.of(
      RowInsert.column("node", Kind.INTEGER, row -> row.node),
      RowInsert.column("type", Kind.SMALLINT, row -> row.type),
      RowInsert.column("time", Kind.TIME, row -> row.time),
      RowInsert.column("session", Kind.BIGINT, row -> row.session),
      RowInsert.column("seq", Kind.BIGINT, row -> row.seq),
      RowInsert.column("slot", Kind.BIGINT, row -> row.slot),
      RowInsert.column("bytes", Kind.BYTEA, row -> row.bytes)),
      """
          on conflict (node, type) do update set bytes = excluded.bytes, seq = excluded.seq, session = excluded.session,
            slot = excluded.slot, time = excluded.time
          where (t.time, t.session, t.seq) < (excluded.time, excluded.session, excluded.seq)""");

  private final int node;
  private final short type;
  private final byte[] bytes;
  private final long seq;
  private final long session;
  private final @Nullable Long slot;
  private final Instant time;

  /**
   * @param type    discriminator
   * @param session number of its session, on which {@code seq} is its ordinal
   * @param slot    that it is about; null for none
   * @param bytes   the message, without its length prefix; not copied
   */
  public NodeLatestRow(int node, short type, Instant time, long session, long seq, @Nullable Long slot,
      byte[] bytes) {
    this.node = node;
    this.type = type;
    this.time = time;
    this.session = session;
    this.seq = seq;
    this.slot = slot;
    this.bytes = bytes;
  }
}
