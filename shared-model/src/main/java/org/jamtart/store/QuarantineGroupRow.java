package org.jamtart.store;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.time.Instant;
import org.hibernate.annotations.SQLInsert;
import org.hibernate.jdbc.Expectation;

/** How often one node failed in one way in one hour; what is written is added to what is there. */
@Entity
@Table(name = "quarantine_group")
@IdClass(QuarantineGroupRow.Key.class)
@SQLInsert(sql = """
    insert into quarantine_group as t (frames, hour, node, partition, reason, type)
    values (?, ?, ?, ?, ?, ?)
    on conflict (node, type, reason, hour, partition) do update set frames = t.frames + excluded.frames""", verify = Expectation.None.class)
@SuppressWarnings("NullAway.Init")
public class QuarantineGroupRow {

  /**
   * @param hour      hour of receipt, from its beginning
   * @param node      {@link Schema#NO_NODE} for records that name none
   * @param partition partition of the log
   * @param reason    kind of trouble, lower snake case
   * @param type      {@link Schema#UNREADABLE_TYPE} where it could not be read
   */
  public record Key(Instant hour, int node, int partition, String reason, short type) {}

  @Id
  private Instant hour;
  @Id
  private int node;
  @Id
  private int partition;
  @Id
  private String reason;
  @Id
  private short type;
  private long frames;

  protected QuarantineGroupRow() {}

  /** So many more in a group. */
  public QuarantineGroupRow(Key key, long frames) {
    this.hour = key.hour();
    this.node = key.node();
    this.partition = key.partition();
    this.reason = key.reason();
    this.type = key.type();
    this.frames = frames;
  }
}
