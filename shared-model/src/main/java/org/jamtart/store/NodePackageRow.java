package org.jamtart.store;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import org.hibernate.annotations.SQLInsert;
import org.hibernate.jdbc.Expectation;
import org.jspecify.annotations.Nullable;

/**
 * What one node said of one work package. Rows merge: of each time the first stays, and what was said with it. In any order,
 * any number of times. Beside that, {@code left_hours} keeps the hours in which the row may have been rolled up before its first
 * time moved to another.
 */
@Entity
@Table(name = "node_package")
@IdClass(NodePackageRow.Key.class)
@SQLInsert(sql = """
    insert into node_package as t (
      authorized_at, core, distributed_at, failed_at, failure_reason, first_seen, guarantee_built_at, last_guarantee_at,
      last_updated, opened_at, received_at, refine_gas, refined_at, report_built_at, services, session, submission, hash, node)
    values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
    on conflict (hash, node) do update set
      authorized_at = least(t.authorized_at, excluded.authorized_at),
      first_seen = least(t.first_seen, excluded.first_seen),
      left_hours = case when excluded.first_seen < t.first_seen
          and date_trunc('hour', excluded.first_seen, 'UTC') < date_trunc('hour', t.first_seen, 'UTC')
        then array_append(t.left_hours, date_trunc('hour', t.first_seen, 'UTC')) else t.left_hours end,
      core = case when (excluded.first_seen, excluded.core, excluded.services, excluded.session, excluded.submission)
        < (t.first_seen, t.core, t.services, t.session, t.submission)
        then excluded.core else t.core end,
      services = case when (excluded.first_seen, excluded.core, excluded.services, excluded.session, excluded.submission)
        < (t.first_seen, t.core, t.services, t.session, t.submission)
        then excluded.services else t.services end,
      session = case when (excluded.first_seen, excluded.core, excluded.services, excluded.session, excluded.submission)
        < (t.first_seen, t.core, t.services, t.session, t.submission)
        then excluded.session else t.session end,
      submission = case when (excluded.first_seen, excluded.core, excluded.services, excluded.session, excluded.submission)
        < (t.first_seen, t.core, t.services, t.session, t.submission)
        then excluded.submission else t.submission end,
      distributed_at = least(t.distributed_at, excluded.distributed_at),
      failed_at = least(t.failed_at, excluded.failed_at),
      failure_reason = case when excluded.failed_at < t.failed_at or t.failed_at is null then excluded.failure_reason
        when excluded.failed_at = t.failed_at then least(t.failure_reason, excluded.failure_reason)
        else t.failure_reason end,
      guarantee_built_at = least(t.guarantee_built_at, excluded.guarantee_built_at),
      last_guarantee_at = greatest(t.last_guarantee_at, excluded.last_guarantee_at),
      last_updated = greatest(t.last_updated, excluded.last_updated),
      opened_at = least(t.opened_at, excluded.opened_at),
      received_at = least(t.received_at, excluded.received_at),
      refine_gas = case when excluded.refined_at < t.refined_at or t.refined_at is null then excluded.refine_gas
        when excluded.refined_at = t.refined_at then least(t.refine_gas, excluded.refine_gas)
        else t.refine_gas end,
      refined_at = least(t.refined_at, excluded.refined_at),
      report_built_at = least(t.report_built_at, excluded.report_built_at)""", verify = Expectation.None.class)
@SuppressWarnings("NullAway.Init")
public class NodePackageRow {

  /** A work package on a node. */
  public record Key(byte[] hash, int node) {}

  /**
   * How the package came to the node.
   *
   * @param firstSeen  the first thing that the node said of it by its hash
   * @param opened     when it said the 90 or 91 by which it came; null when that is not known
   * @param submission event ID of the 90 or 91, in the session
   * @param core       {@link Schema#NONE} when not known
   * @param services   of the work items, in their order, unsigned; empty when not known
   */
  public record Arrival(Instant firstSeen, Instant lastUpdated, @Nullable Instant opened, long session,
      long submission, int core,
      long[] services) {}

  /** When the node said each thing first; null where it did not. */
  public record Stages(@Nullable Instant received, @Nullable Instant authorized, @Nullable Instant refined,
      @Nullable Instant reportBuilt, @Nullable Instant guaranteeBuilt, @Nullable Instant lastGuarantee,
      @Nullable Instant distributed, @Nullable Instant failed) {}

  /**
   * What it said with the first of these.
   *
   * @param refineGas of all work items; null when it was not refined
   * @param failure   why it failed, without U+0000; null when it did not
   */
  public record Particulars(@Nullable BigInteger refineGas, @Nullable String failure) {}

  @Id
  private byte[] hash;
  @Id
  private int node;
  @Column(name = "authorized_at")
  private @Nullable Instant authorizedAt;
  private int core;
  @Column(name = "distributed_at")
  private @Nullable Instant distributedAt;
  @Column(name = "failed_at")
  private @Nullable Instant failedAt;
  @Column(name = "failure_reason")
  private @Nullable String failureReason;
  @Column(name = "first_seen")
  private Instant firstSeen;
  @Column(name = "guarantee_built_at")
  private @Nullable Instant guaranteeBuiltAt;
  @Column(name = "last_guarantee_at")
  private @Nullable Instant lastGuaranteeAt;
  @Column(name = "last_updated")
  private Instant lastUpdated;
  @Column(name = "opened_at")
  private @Nullable Instant openedAt;
  @Column(name = "received_at")
  private @Nullable Instant receivedAt;
  @Column(name = "refine_gas")
  private @Nullable BigDecimal refineGas;
  @Column(name = "refined_at")
  private @Nullable Instant refinedAt;
  @Column(name = "report_built_at")
  private @Nullable Instant reportBuiltAt;
  private long[] services;
  private long session;
  private long submission;

  protected NodePackageRow() {}

  /** What was said in one transaction. */
  public NodePackageRow(Key key, Arrival arrival, Stages stages, Particulars particulars) {
    this.hash = key.hash();
    this.node = key.node();
    this.firstSeen = arrival.firstSeen();
    this.lastUpdated = arrival.lastUpdated();
    this.openedAt = arrival.opened();
    this.session = arrival.session();
    this.submission = arrival.submission();
    this.core = arrival.core();
    this.services = arrival.services();
    this.receivedAt = stages.received();
    this.authorizedAt = stages.authorized();
    this.refinedAt = stages.refined();
    this.reportBuiltAt = stages.reportBuilt();
    this.guaranteeBuiltAt = stages.guaranteeBuilt();
    this.lastGuaranteeAt = stages.lastGuarantee();
    this.distributedAt = stages.distributed();
    this.failedAt = stages.failed();
    this.refineGas = particulars.refineGas() == null ? null : new BigDecimal(particulars.refineGas());
    this.failureReason = particulars.failure();
  }
}
