package org.jamtart.store;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jamtart.store.RowInsert.Kind;
import org.jspecify.annotations.Nullable;

/**
 * One connection of a node. What is written merges into what is there: all that is counted only grows, so a replay,
 * which may know less, takes nothing back.
 */
public final class SessionRow {

  /** How it is inserted. */
  public static final RowInsert<SessionRow> INSERT = RowInsert.into("session", List.of(
      RowInsert.column("id", Kind.BIGINT, row -> row.id),
      RowInsert.column("uuid", Kind.UUID, row -> row.uuid),
      RowInsert.column("node", Kind.INTEGER, row -> row.node),
      RowInsert.column("gateway", Kind.UUID, row -> row.gateway),
      RowInsert.column("protocol", Kind.SMALLINT, row -> row.protocol),
      RowInsert.column("cores", Kind.INTEGER, row -> row.cores),
      RowInsert.column("remote", Kind.TEXT, row -> row.remote),
      RowInsert.column("information", Kind.BYTEA, row -> row.information),
      RowInsert.column("opened_at", Kind.TIME, row -> row.openedAt),
      RowInsert.column("last_received", Kind.TIME, row -> row.lastReceived),
      RowInsert.column("next_seq", Kind.BIGINT, row -> row.nextSeq),
      RowInsert.column("duplicates", Kind.BIGINT, row -> row.duplicates),
      RowInsert.column("missing", Kind.BIGINT, row -> row.missing),
      RowInsert.column("ended_at", Kind.TIME, row -> row.endedAt),
      RowInsert.column("end_reason", Kind.TEXT, row -> row.endReason),
      RowInsert.column("complete", Kind.BOOLEAN, row -> row.complete)),
      """
          on conflict (id) do update set complete = coalesce(excluded.complete, t.complete),
            duplicates = greatest(t.duplicates, excluded.duplicates),
            end_reason = coalesce(excluded.end_reason, t.end_reason),
            ended_at = coalesce(excluded.ended_at, t.ended_at),
            information = coalesce(t.information, excluded.information),
            last_received = greatest(t.last_received, excluded.last_received),
            missing = greatest(t.missing, excluded.missing), next_seq = greatest(t.next_seq, excluded.next_seq),
            opened_at = least(t.opened_at, excluded.opened_at),
            remote = coalesce(t.remote, excluded.remote)""");

  private long id;
  private UUID uuid;
  private int node;
  private UUID gateway;
  private short protocol;
  private int cores;
  private @Nullable String remote;
  private byte @Nullable [] information;
  private Instant openedAt;
  private Instant lastReceived;
  private long nextSeq;
  private long duplicates;
  private long missing;
  private @Nullable Instant endedAt;
  private @Nullable String endReason;
  private @Nullable Boolean complete;

  /**
   * A session that is open as far as is known.
   *
   * @param openedAt     receipt of the node information, or of the first run seen
   * @param lastReceived receipt of the newest record
   */
  public SessionRow(long id, UUID uuid, int node, UUID gateway, int protocol, int cores, Instant openedAt,
      Instant lastReceived) {
    this.id = id;
    this.uuid = uuid;
    this.node = node;
    this.gateway = gateway;
    this.protocol = (short) protocol;
    this.cores = cores;
    this.openedAt = openedAt;
    this.lastReceived = lastReceived;
  }

  /** Adds what the node information record told: the message, and the address that it came from (null if unknown). */
  public SessionRow introduced(byte @Nullable [] information, @Nullable String remote) {
    this.information = information;
    this.remote = remote;
    return this;
  }

  /** Adds the count of frames: the ordinal of the next, those that came twice, those that never came. */
  public SessionRow counted(long nextSeq, long duplicates, long missing) {
    this.nextSeq = nextSeq;
    this.duplicates = duplicates;
    this.missing = missing;
    return this;
  }

  /** Adds how it ended; all null while it has not. */
  public SessionRow ended(@Nullable Instant endedAt, @Nullable String endReason, @Nullable Boolean complete) {
    this.endedAt = endedAt;
    this.endReason = endReason;
    this.complete = complete;
    return this;
  }
}
