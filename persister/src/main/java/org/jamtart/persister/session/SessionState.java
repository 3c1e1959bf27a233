package org.jamtart.persister.session;

import java.util.UUID;
import org.jamtart.log.LogRecord.Close;
import org.jamtart.log.LogRecord.Open;
import org.jamtart.log.LogRecord.Run;
import org.jamtart.persister.time.Times;
import org.jamtart.store.SessionRow;
import org.jamtart.wire.Protocol;
import org.jspecify.annotations.Nullable;

/**
 * A session as the current transaction leaves it: what its row says, and where its frames stand. Belongs to the one thread
 * that reads its partition; forgotten when the transaction is rolled back. Times are Unix microseconds.
 */
public final class SessionState {

  private final long number;
  private final UUID uuid;
  private final NodeState node;
  private final UUID gateway;
  private final Protocol protocol;

  private long openedAt;
  private long lastReceived;
  private long nextSeq;
  private long duplicates;
  private long missing;
  private @Nullable Long endedAt;
  private @Nullable String endReason;
  private @Nullable Boolean complete;
  private boolean again;
  private boolean known;
  private boolean begun = true;

  private boolean hasRow;
  private long storedFrames;
  private long storedDuplicates;
  private long storedMissing;

  SessionState(long number, UUID uuid, NodeState node, UUID gateway, Protocol protocol, long openedAt) {
    this.number = number;
    this.uuid = uuid;
    this.node = node;
    this.gateway = gateway;
    this.protocol = protocol;
    this.openedAt = openedAt;
    this.lastReceived = openedAt;
  }

  /** As the row says. */
  SessionState restored(long lastReceived, long nextSeq, long duplicates, long missing,
      @Nullable Long endedAt,
      @Nullable String endReason, @Nullable Boolean complete) {
    this.lastReceived = lastReceived;
    this.nextSeq = nextSeq;
    this.duplicates = duplicates;
    this.missing = missing;
    this.endedAt = endedAt;
    this.endReason = endReason;
    this.complete = complete;
    committed();
    return this;
  }

  /**
   * Seen by somebody who goes through records again.
   *
   * @param inTables whether it has a row, which may say more than the records that come
   */
  SessionState again(boolean inTables) {
    again = true;
    known = inTables;
    begun = inTables;
    return this;
  }

  /** Whether it had a row when it was first needed; asked by somebody who goes through records again. */
  public boolean isKnown() {
    return known;
  }

  /** The transaction is committed: what is known from here on is new to the tables. */
  void committed() {
    hasRow = true;
    storedFrames = nextSeq - missing;
    storedDuplicates = duplicates;
    storedMissing = missing;
  }

  /** Whether the tables do not have it yet. */
  public boolean isNew() {
    return !hasRow;
  }

  /** Frames that came in this transaction, each once. */
  public long newFrames() {
    return nextSeq - missing - storedFrames;
  }

  /** Frames that came again in this transaction. */
  public long newDuplicates() {
    return duplicates - storedDuplicates;
  }

  /** Frames of which it became clear in this transaction that they never came. */
  public long newMissing() {
    return missing - storedMissing;
  }

  /** The node introduced itself; the first record that says so counts. */
  public void opened(Open open) {
    begun = true;
    openedAt = Math.min(openedAt, open.received());
    received(open.received());
  }

  /**
   * Takes a run.
   *
   * @return what of it is new, and what is missing before it
   */
  public Intake take(Run run) {
    received(run.received());
    if (again && known && run.nextSeq() <= nextSeq) {
      return new Intake(run.seq(), 0, 0);
    }
    if (!begun) {
      // What lies before the range is not missing.
      begun = true;
      nextSeq = run.seq();
    }
    long first = Math.max(run.seq(), nextSeq);
    long twice = Math.min(first, run.nextSeq()) - run.seq();
    long lost = Math.max(0, run.seq() - nextSeq);
    duplicates += twice;
    missing += lost;
    nextSeq = Math.max(nextSeq, run.nextSeq());
    return new Intake(this.again && known ? run.seq() : first, twice, lost);
  }

  /**
   * The gateway closed the session.
   *
   * @return frames that it had received and that never came
   */
  public long closed(Close close) {
    received(close.received());
    if (!begun) {
      begun = true;
      nextSeq = close.seq();
    }
    long lost = Math.max(0, close.seq() - nextSeq);
    missing += lost;
    nextSeq += lost;
    endedAt = close.received();
    endReason = close.end().reason().key();
    // Whatever its gateway knew: of what never came nothing is in the tables.
    complete = close.end().complete() && missing == 0;
    return lost;
  }

  private void received(long micros) {
    lastReceived = Math.max(lastReceived, micros);
  }

  /**
   * What a run brings.
   *
   * @param firstNew  ordinal of its first frame that is not stored; beyond the run when all are
   * @param duplicate frames that are stored
   * @param missing   frames between what is stored and the run
   */
  public record Intake(long firstNew, long duplicate, long missing) {}

  /** Its row, without what only the node information tells. */
  public SessionRow row() {
    return new SessionRow(number, uuid, node.number(), gateway, protocol.version(), protocol.cores(),
        Times.instant(openedAt), Times.instant(lastReceived)).counted(nextSeq, duplicates, missing)
        .ended(endedAt == null ? null : Times.instant(endedAt), endReason, complete);
  }

  /** Number of its row. */
  public long number() {
    return number;
  }

  /** Name of the connection. */
  public UUID uuid() {
    return uuid;
  }

  /** Whose it is. */
  public NodeState node() {
    return node;
  }

  /** Instance of the gateway that holds it. */
  public UUID gateway() {
    return gateway;
  }

  /** What its bytes mean. */
  public Protocol protocol() {
    return protocol;
  }

  public long openedAt() {
    return openedAt;
  }

  public long lastReceived() {
    return lastReceived;
  }

  public long nextSeq() {
    return nextSeq;
  }

  public long duplicates() {
    return duplicates;
  }

  public long missing() {
    return missing;
  }

  public @Nullable Long endedAt() {
    return endedAt;
  }

  public @Nullable String endReason() {
    return endReason;
  }

  public @Nullable Boolean complete() {
    return complete;
  }
}
