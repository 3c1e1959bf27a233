package org.jamtart.store;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.time.Instant;
import org.hibernate.annotations.SQLInsert;
import org.hibernate.jdbc.Expectation;

/**
 * Events that name a core, of all nodes of one partition of the log in one bucket; what is written is added to what is
 * there.
 */
@Entity
@Table(name = "core_count")
@IdClass(CoreCountRow.Key.class)
@SQLInsert(sql = """
    insert into core_count as t (events, bucket, core, partition, tier, type) values (?, ?, ?, ?, ?, ?)
    on conflict (tier, core, bucket, type, partition) do update set events = t.events + excluded.events""", verify = Expectation.None.class)
@SuppressWarnings("NullAway.Init")
public class CoreCountRow {

  /** @param partition of the log */
  public record Key(Instant bucket, int core, int partition, short tier, short type) {}

  @Id
  private Instant bucket;
  @Id
  private int core;
  @Id
  private int partition;
  @Id
  private short tier;
  @Id
  private short type;
  private long events;

  protected CoreCountRow() {}

  /** So many more. */
  public CoreCountRow(Key key, long events) {
    this.bucket = key.bucket();
    this.core = key.core();
    this.partition = key.partition();
    this.tier = key.tier();
    this.type = key.type();
    this.events = events;
  }
}
