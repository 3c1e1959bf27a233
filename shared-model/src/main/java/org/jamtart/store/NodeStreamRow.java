package org.jamtart.store;

import java.time.Instant;
import java.util.List;
import org.jamtart.store.RowInsert.Kind;
import org.jspecify.annotations.Nullable;

/** What became of all that one node sent; what is written is added to what is there, the times and lags replace it. */
public final class NodeStreamRow {

  /** How it is inserted. */
  public static final RowInsert<NodeStreamRow> INSERT = RowInsert.merging("node_stream", "node", List.of(
      RowInsert.column("node", Kind.INTEGER, row -> row.node),
      RowInsert.added("sessions", Kind.BIGINT, row -> row.sessions),
      RowInsert.added("frames", Kind.BIGINT, row -> row.frames),
      RowInsert.added("duplicates", Kind.BIGINT, row -> row.duplicates),
      RowInsert.added("missing", Kind.BIGINT, row -> row.missing),
      RowInsert.newest("missing_at", Kind.TIME, row -> row.missingAt),
      RowInsert.added("stored", Kind.BIGINT, row -> row.stored),
      RowInsert.added("expired", Kind.BIGINT, row -> row.expired),
      RowInsert.added("quarantined", Kind.BIGINT, row -> row.quarantined),
      RowInsert.added("beyond", Kind.BIGINT, row -> row.beyond),
      RowInsert.newest("event_lag", Kind.BIGINT, row -> row.eventLag),
      RowInsert.newest("receipt_lag", Kind.BIGINT, row -> row.receiptLag)));

  private int node;
  private long sessions;
  private long frames;
  private long duplicates;
  private long missing;
  private @Nullable Instant missingAt;
  private long stored;
  private long expired;
  private long quarantined;
  private long beyond;
  private @Nullable Long eventLag;
  private @Nullable Long receiptLag;

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
