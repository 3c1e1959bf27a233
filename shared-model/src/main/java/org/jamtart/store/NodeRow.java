package org.jamtart.store;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import org.hibernate.annotations.SQLInsert;
import org.hibernate.jdbc.Expectation;
import org.jspecify.annotations.Nullable;

/**
 * One node, as its newest session described it. What is written merges into what is there: the description of the
 * newest session stays, the times widen.
 */
@Entity
@Table(name = "node")
@SQLInsert(sql = """
    insert into node as t (address, first_seen, gp_version, implementation_name, implementation_version, information,
      last_seen, opened_at, peer_id, id)
    values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
    on conflict (id) do update set
      address = case when excluded.opened_at >= coalesce(t.opened_at, '-infinity') then excluded.address
        else t.address end,
      gp_version = case when excluded.opened_at >= coalesce(t.opened_at, '-infinity') then excluded.gp_version
        else t.gp_version end,
      implementation_name = case when excluded.opened_at >= coalesce(t.opened_at, '-infinity')
        then excluded.implementation_name else t.implementation_name end,
      implementation_version = case when excluded.opened_at >= coalesce(t.opened_at, '-infinity')
        then excluded.implementation_version else t.implementation_version end,
      information = case when excluded.opened_at >= coalesce(t.opened_at, '-infinity') then excluded.information
        else t.information end,
      opened_at = greatest(t.opened_at, excluded.opened_at),
      first_seen = least(t.first_seen, excluded.first_seen),
      last_seen = greatest(t.last_seen, excluded.last_seen)""", verify = Expectation.None.class)
@SuppressWarnings("NullAway.Init")
public class NodeRow {

  @Id
  private int id;
  @Column(name = "peer_id")
  private byte[] peerId;
  @Column(name = "implementation_name")
  private String implementationName;
  @Column(name = "implementation_version")
  private String implementationVersion;
  @Column(name = "gp_version")
  private String gpVersion;
  private byte @Nullable [] information;
  private @Nullable String address;
  @Column(name = "opened_at")
  private @Nullable Instant openedAt;
  @Column(name = "first_seen")
  private Instant firstSeen;
  @Column(name = "last_seen")
  private Instant lastSeen;

  protected NodeRow() {}

  /**
   * A node that was heard of.
   *
   * @param id     number of the node, from 1
   * @param peerId its 32 bytes
   */
  public NodeRow(int id, byte[] peerId, Instant firstSeen, Instant lastSeen) {
    this.id = id;
    this.peerId = peerId;
    this.implementationName = "";
    this.implementationVersion = "";
    this.gpVersion = "";
    this.firstSeen = firstSeen;
    this.lastSeen = lastSeen;
  }

  /**
   * Adds what a session told of the node; texts without U+0000.
   *
   * @param openedAt    receipt of the node information
   * @param information the message as received; null where it was not read
   * @param address     {@code address:port}; null for none
   */
  public NodeRow described(Instant openedAt, byte @Nullable [] information, String implementationName,
      String implementationVersion, String gpVersion, @Nullable String address) {
    this.openedAt = openedAt;
    this.information = information;
    this.implementationName = implementationName;
    this.implementationVersion = implementationVersion;
    this.gpVersion = gpVersion;
    this.address = address;
    return this;
  }
}
