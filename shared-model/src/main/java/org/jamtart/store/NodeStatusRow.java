package org.jamtart.store;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.time.Instant;
import org.hibernate.annotations.SQLInsert;
import org.hibernate.jdbc.Expectation;

/** The status reports of one node in one minute. */
@Entity
@Table(name = "node_status")
@IdClass(NodeStatusRow.Key.class)
@SQLInsert(sql = "insert into node_status as t (" + StatusReports.COLUMNS + ", bucket, node) values ("
    + StatusReports.VALUES + ", ?, ?) on conflict (node, bucket) do update set "
    + StatusReports.ADDED, verify = Expectation.None.class)
@SuppressWarnings("NullAway.Init")
public class NodeStatusRow extends StatusReports {

  /** A minute of a node. */
  public record Key(Instant bucket, int node) {}

  @Id
  private Instant bucket;
  @Id
  private int node;

  protected NodeStatusRow() {}

  /** So many more. */
  public NodeStatusRow(Key key, Figures figures) {
    super(figures);
    this.bucket = key.bucket();
    this.node = key.node();
  }
}
