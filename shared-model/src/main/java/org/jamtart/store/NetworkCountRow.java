package org.jamtart.store;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.time.Instant;
import org.hibernate.annotations.SQLInsert;
import org.hibernate.jdbc.Expectation;

/**
 * Events of all nodes of one partition of the log in one bucket, by type, subject and reason; what is written is added to
 * what is there.
 */
@Entity
@Table(name = "network_count")
@IdClass(NetworkCountRow.Key.class)
@SQLInsert(sql = """
    insert into network_count as t (events, bucket, partition, reason, subject, tier, type) values (?, ?, ?, ?, ?, ?, ?)
    on conflict (tier, type, bucket, subject, reason, partition) do update set events = t.events + excluded.events""", verify = Expectation.None.class)
@SuppressWarnings("NullAway.Init")
public class NetworkCountRow {

  /**
   * @param partition of the log
   * @param reason    empty where there is none, and in every tier but that of 30 s
   * @param subject   slot, epoch or service; {@link Schema#NONE} for none, and in every tier but that of 30 s
   * @param type      {@link Schema#ALL_TYPES} for all together
   */
  public record Key(Instant bucket, int partition, String reason, long subject, short tier, short type) {}

  @Id
  private Instant bucket;
  @Id
  private int partition;
  @Id
  private String reason;
  @Id
  private long subject;
  @Id
  private short tier;
  @Id
  private short type;
  private long events;

  protected NetworkCountRow() {}

  /** So many more. */
  public NetworkCountRow(Key key, long events) {
    this.bucket = key.bucket();
    this.partition = key.partition();
    this.reason = key.reason();
    this.subject = key.subject();
    this.tier = key.tier();
    this.type = key.type();
    this.events = events;
  }
}
