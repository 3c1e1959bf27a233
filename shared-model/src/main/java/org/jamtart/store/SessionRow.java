package org.jamtart.store;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;
import org.hibernate.annotations.SQLInsert;
import org.hibernate.jdbc.Expectation;
import org.jspecify.annotations.Nullable;

/**
 * One connection of a node. What is written merges into what is there: all that is counted only grows, so a replay,
 * which may know less, takes nothing back.
 */
@Entity
@Table(name = "session")
@SQLInsert(sql = """
    insert into session as t (complete, cores, duplicates, end_reason, ended_at, gateway, information, last_received,
      missing, next_seq, node, opened_at, protocol, remote, uuid, id)
    values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
    on conflict (id) do update set complete = coalesce(excluded.complete, t.complete),
      duplicates = greatest(t.duplicates, excluded.duplicates),
      end_reason = coalesce(excluded.end_reason, t.end_reason),
      ended_at = coalesce(excluded.ended_at, t.ended_at),
      information = coalesce(t.information, excluded.information),
      last_received = greatest(t.last_received, excluded.last_received),
      missing = greatest(t.missing, excluded.missing), next_seq = greatest(t.next_seq, excluded.next_seq),
      opened_at = least(t.opened_at, excluded.opened_at),
      remote = coalesce(t.remote, excluded.remote)""", verify = Expectation.None.class)
@SuppressWarnings("NullAway.Init")
public class SessionRow {

  @Id
  private long id;
  private UUID uuid;
  private int node;
  private UUID gateway;
  private short protocol;
  private int cores;
  private @Nullable String remote;
  private byte @Nullable [] information;
  @Column(name = "opened_at")
  private Instant openedAt;
  @Column(name = "last_received")
  private Instant lastReceived;
  @Column(name = "next_seq")
  private long nextSeq;
  private long duplicates;
  private long missing;
  @Column(name = "ended_at")
  private @Nullable Instant endedAt;
  @Column(name = "end_reason")
  private @Nullable String endReason;
  private @Nullable Boolean complete;

  protected SessionRow() {}

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
