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

/**
 * What running the code of a service cost on all nodes of one partition of the log in one bucket; what is written is added to
 * what is there.
 */
@Entity
@Table(name = "service_cost")
@IdClass(ServiceCostRow.Key.class)
@SQLInsert(sql = """
    insert into service_cost as t (elapsed_ns, executions, gas, load_ns, bucket, partition, phase, service, tier)
    values (?, ?, ?, ?, ?, ?, ?, ?, ?)
    on conflict (tier, service, phase, bucket, partition) do update set
      elapsed_ns = t.elapsed_ns + excluded.elapsed_ns, executions = t.executions + excluded.executions,
      gas = t.gas + excluded.gas, load_ns = t.load_ns + excluded.load_ns""", verify = Expectation.None.class)
@SuppressWarnings("NullAway.Init")
public class ServiceCostRow {

  /** When the code runs, in the order of their numbers in the column {@code phase}. */
  public enum Phase {
    /** {@code Authorized(95)}. */
    AUTHORIZATION,
    /** {@code Refined(101)}. */
    REFINEMENT,
    /** {@code BlockExecuted(47)}. */
    ACCUMULATION;

    /** Its number in the tables. */
    public short id() {
      return (short) ordinal();
    }
  }

  /**
   * @param service   32 unsigned bits; {@link Schema#NONE} when not known
   * @param partition of the log
   */
  public record Key(Instant bucket, int partition, short phase, long service, short tier) {}

  /** Sums of u64. */
  public record Cost(long executions, BigInteger gas, BigInteger elapsedNs, BigInteger loadNs) {

    /** Both together. */
    public Cost plus(Cost other) {
      return new Cost(executions + other.executions, gas.add(other.gas), elapsedNs.add(other.elapsedNs),
          loadNs.add(other.loadNs));
    }
  }

  @Id
  private Instant bucket;
  @Id
  private int partition;
  @Id
  private short phase;
  @Id
  private long service;
  @Id
  private short tier;
  @Column(name = "elapsed_ns")
  private BigDecimal elapsedNs;
  private long executions;
  private BigDecimal gas;
  @Column(name = "load_ns")
  private BigDecimal loadNs;

  protected ServiceCostRow() {}

  /** So much more. */
  public ServiceCostRow(Key key, Cost cost) {
    this.bucket = key.bucket();
    this.partition = key.partition();
    this.phase = key.phase();
    this.service = key.service();
    this.tier = key.tier();
    this.executions = cost.executions();
    this.gas = new BigDecimal(cost.gas());
    this.elapsedNs = new BigDecimal(cost.elapsedNs());
    this.loadNs = new BigDecimal(cost.loadNs());
  }
}
