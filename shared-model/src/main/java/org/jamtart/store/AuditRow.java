package org.jamtart.store;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.time.Instant;
import org.hibernate.annotations.SQLInsert;
import org.hibernate.jdbc.Expectation;
import org.jspecify.annotations.Nullable;

/** How a node got the bundle of one audit: of each kind of event the first time, and how many there were. */
@Entity
@Table(name = "audit")
@IdClass(AuditRow.Key.class)
@SQLInsert(sql = """
    insert into audit as t (bundle_failures, bundle_requests, first_bundle, first_shard, last_seq, node, reconstructed,
      reconstructing, shard_failures, shard_requests, shards, transferred, trivial, audit_id, session, time)
    values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
    on conflict (session, audit_id, time) do update set
      bundle_failures = t.bundle_failures + excluded.bundle_failures,
      bundle_requests = t.bundle_requests + excluded.bundle_requests,
      first_bundle = least(t.first_bundle, excluded.first_bundle), first_shard = least(t.first_shard, excluded.first_shard),
      last_seq = greatest(t.last_seq, excluded.last_seq),
      reconstructed = least(t.reconstructed, excluded.reconstructed),
      reconstructing = least(t.reconstructing, excluded.reconstructing),
      shard_failures = t.shard_failures + excluded.shard_failures,
      shard_requests = t.shard_requests + excluded.shard_requests, shards = t.shards + excluded.shards,
      transferred = least(t.transferred, excluded.transferred),
      trivial = case when t.reconstructing <= excluded.reconstructing or excluded.reconstructing is null
        then t.trivial else excluded.trivial end""", verify = Expectation.None.class)
@SuppressWarnings("NullAway.Init")
public class AuditRow {

  /**
   * @param auditId the node's number for it, 64 bits
   * @param time    row time of the first event that was seen of it
   */
  public record Key(long auditId, long session, Instant time) {}

  /**
   * When something happened first; null for not yet. The names are those of the events.
   *
   * @param shard          SendingBundleShardRequest(140)
   * @param bundle         SendingBundleRequest(148)
   * @param transferred    BundleTransferred(153) to the node
   * @param reconstructing ReconstructingBundle(146)
   * @param trivial        whether that was trivial
   * @param reconstructed  BundleReconstructed(147)
   */
  public record Times(@Nullable Instant shard, @Nullable Instant bundle, @Nullable Instant transferred,
      @Nullable Instant reconstructing, @Nullable Boolean trivial, @Nullable Instant reconstructed) {}

  /** How many more requests there were, and how they ended. */
  public record Requests(long shard, long shardFailures, long shards, long bundle, long bundleFailures) {}

  @Id
  @Column(name = "audit_id")
  private long auditId;
  @Id
  private long session;
  @Id
  private Instant time;
  private int node;
  @Column(name = "last_seq")
  private long lastSeq;
  @Column(name = "first_shard")
  private @Nullable Instant firstShard;
  @Column(name = "first_bundle")
  private @Nullable Instant firstBundle;
  private @Nullable Instant transferred;
  private @Nullable Instant reconstructing;
  private @Nullable Boolean trivial;
  private @Nullable Instant reconstructed;
  @Column(name = "shard_requests")
  private long shardRequests;
  @Column(name = "shard_failures")
  private long shardFailures;
  private long shards;
  @Column(name = "bundle_requests")
  private long bundleRequests;
  @Column(name = "bundle_failures")
  private long bundleFailures;

  protected AuditRow() {}

  /** @param lastSeq ordinal of the last frame that is counted in it */
  public AuditRow(Key key, int node, long lastSeq, Times times, Requests requests) {
    this.auditId = key.auditId();
    this.session = key.session();
    this.time = key.time();
    this.node = node;
    this.lastSeq = lastSeq;
    this.firstShard = times.shard();
    this.firstBundle = times.bundle();
    this.transferred = times.transferred();
    this.reconstructing = times.reconstructing();
    this.trivial = times.trivial();
    this.reconstructed = times.reconstructed();
    this.shardRequests = requests.shard();
    this.shardFailures = requests.shardFailures();
    this.shards = requests.shards();
    this.bundleRequests = requests.bundle();
    this.bundleFailures = requests.bundleFailures();
  }
}
