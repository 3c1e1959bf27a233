package org.jamtart.store;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.time.Instant;
import org.hibernate.annotations.SQLInsert;
import org.hibernate.jdbc.Expectation;

/** The status reports of all nodes of one partition of the log in one minute or hour. */
@Entity
@Table(name = "network_status")
@IdClass(NetworkStatusRow.Key.class)
@SQLInsert(sql = "insert into network_status as t (" + StatusReports.COLUMNS
    + ", bucket, partition, tier) values ("
    + StatusReports.VALUES + ", ?, ?, ?) on conflict (tier, bucket, partition) do update set "
    + StatusReports.ADDED, verify = Expectation.None.class)
@SuppressWarnings("NullAway.Init")
public class NetworkStatusRow extends StatusReports {

  /** A bucket of a tier and a partition of the log. */
  public record Key(Instant bucket, int partition, short tier) {}

  @Id
  private Instant bucket;
  @Id
  private int partition;
  @Id
  private short tier;

  protected NetworkStatusRow() {}

  /** So many more. */
  public NetworkStatusRow(Key key, Figures figures) {
    super(figures);
    this.bucket = key.bucket();
    this.partition = key.partition();
    this.tier = key.tier();
  }
}
