package org.jamtart.persister.audit;

import java.time.Instant;
import org.jamtart.persister.time.Times;
import org.jamtart.store.AuditRow;
import org.jspecify.annotations.Nullable;

/** An audit: what was known of it, and what one transaction adds. Not thread-safe. */
final class Audit {

  private static final long NEVER = Long.MAX_VALUE;

  private final AuditKey key;
  private final long time;
  private long transferredBefore;
  private long reconstructedBefore;
  private int node;
  private long lastSeq;
  private long shard = NEVER;
  private long bundle = NEVER;
  private long transferred = NEVER;
  private long reconstructing = NEVER;
  private long reconstructed = NEVER;
  private boolean isTrivial;
  private long shardRequests;
  private long shardFailures;
  private long shards;
  private long bundleRequests;
  private long bundleFailures;
  private boolean isChanged;

  /** A new one, which begins with an event of a time. */
  Audit(AuditKey key, long time) {
    this(key, time, -1, NEVER, NEVER);
  }

  /**
   * One that is in the table.
   *
   * @param counted       ordinal of the last frame that is counted in it
   * @param transferred   when its bundle came whole; the end of time for not yet
   * @param reconstructed when its bundle was put together; the end of time for not yet
   */
  Audit(AuditKey key, long time, long counted, long transferred, long reconstructed) {
    this.key = key;
    this.time = time;
    this.lastSeq = counted;
    this.transferredBefore = transferred;
    this.reconstructedBefore = reconstructed;
  }

  /** When it began, Unix microseconds. */
  long time() {
    return time;
  }

  /** Whether a request begins another audit under the same ID: this one had its bundle by then. */
  boolean isOverFor(AuditEvent request) {
    boolean again = request.kind() == AuditEvent.Kind.BUNDLE_REQUEST && request.time() > transferredBefore;
    return request.time() > reconstructedBefore || again;
  }

  /** Adds an event. Events come in the order of the session; one that comes again changes nothing. */
  void add(AuditEvent event) {
    isChanged = true;
    node = event.node();
    int one = event.seq() > lastSeq ? 1 : 0;
    lastSeq = Math.max(lastSeq, event.seq());
    switch (event.kind()) {
      case SHARD_REQUEST -> {
        shard = Math.min(shard, event.time());
        shardRequests += one;
      }
      case BUNDLE_REQUEST -> {
        bundle = Math.min(bundle, event.time());
        bundleRequests += one;
      }
      case SHARD -> shards += one;
      case SHARD_FAILURE -> shardFailures += one;
      case BUNDLE_FAILURE -> bundleFailures += one;
      case BUNDLE -> {
        transferred = Math.min(transferred, event.time());
        transferredBefore = Math.min(transferredBefore, event.time());
      }
      case RECONSTRUCTING -> {
        isTrivial = event.time() < reconstructing ? event.isTrivial() : isTrivial;
        reconstructing = Math.min(reconstructing, event.time());
      }
      case RECONSTRUCTED -> {
        reconstructed = Math.min(reconstructed, event.time());
        reconstructedBefore = Math.min(reconstructedBefore, event.time());
      }
    }
  }

  boolean isChanged() {
    return isChanged;
  }

  /** What is added, as a row that is merged with the one in the table. */
  AuditRow row() {
    return new AuditRow(new AuditRow.Key(key.id(), key.session(), Times.instant(time)), node, lastSeq,
        new AuditRow.Times(at(shard), at(bundle), at(transferred), at(reconstructing),
            reconstructing == NEVER ? null : (Boolean) isTrivial, at(reconstructed)),
        new AuditRow.Requests(shardRequests, shardFailures, shards, bundleRequests, bundleFailures));
  }

  private static @Nullable Instant at(long micros) {
    return micros == NEVER ? null : Times.instant(micros);
  }
}
