package org.jamtart.store;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import org.hibernate.annotations.SQLInsert;
import org.hibernate.jdbc.Expectation;
import org.jspecify.annotations.Nullable;

/** What became of all that one node sent; what is written is added to what is there, the times and lags replace it. */
@Entity
@Table(name = "node_stream")
@SQLInsert(sql = """
    insert into node_stream as t (beyond, duplicates, event_lag, expired, frames, missing, missing_at, quarantined,
      receipt_lag, sessions, stored, node)
    values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
    on conflict (node) do update set beyond = t.beyond + excluded.beyond,
      duplicates = t.duplicates + excluded.duplicates, event_lag = coalesce(excluded.event_lag, t.event_lag),
      expired = t.expired + excluded.expired, frames = t.frames + excluded.frames,
      missing = t.missing + excluded.missing, missing_at = coalesce(excluded.missing_at, t.missing_at),
      quarantined = t.quarantined + excluded.quarantined,
      receipt_lag = coalesce(excluded.receipt_lag, t.receipt_lag), sessions = t.sessions + excluded.sessions,
      stored = t.stored + excluded.stored""", verify = Expectation.None.class)
@SuppressWarnings("NullAway.Init")
public class NodeStreamRow {

  @Id
  private int node;
  private long sessions;
  private long frames;
  private long duplicates;
  private long missing;
  @Column(name = "missing_at")
  private @Nullable Instant missingAt;
  private long stored;
  private long expired;
  private long quarantined;
  private long beyond;
  @Column(name = "event_lag")
  private @Nullable Long eventLag;
  @Column(name = "receipt_lag")
  private @Nullable Long receiptLag;

  protected NodeStreamRow() {}

  /** Nothing more of a node. */
  public NodeStreamRow(int node) {
    this.node = node;
  }

  /** So many sessions more. */
  public NodeStreamRow sessions(long more) {
    this.sessions = more;
    return this;
  }

  /**
   * Frames by the numbering of their sessions: those that came, those that came again, those that never came.
   *
   * @param missingAt when it was found that some never came; null if none
   */
  public NodeStreamRow received(long frames, long duplicates, long missing, @Nullable Instant missingAt) {
    this.frames = frames;
    this.duplicates = duplicates;
    this.missing = missing;
    this.missingAt = missingAt;
    return this;
  }

  /** Frames that are events: those that have rows, and those that were past retention. */
  public NodeStreamRow events(long stored, long expired) {
    this.stored = stored;
    this.expired = expired;
    return this;
  }

  /** Frames that are none: those whose bytes are in quarantine, and those that are only counted. Negative: so many fewer. */
  public NodeStreamRow malformed(long quarantined, long beyond) {
    this.quarantined = quarantined;
    this.beyond = beyond;
    return this;
  }

  /** How long the newest event took to its row, microseconds: from its own time, and from its receipt. */
  public NodeStreamRow lags(long event, long receipt) {
    this.eventLag = event;
    this.receiptLag = receipt;
    return this;
  }
}
