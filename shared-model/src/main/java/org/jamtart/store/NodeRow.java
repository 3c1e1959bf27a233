package org.jamtart.store;

import java.time.Instant;
import java.util.List;
import org.jamtart.store.RowInsert.Kind;
import org.jspecify.annotations.Nullable;

/**
 * One node, as its newest session described it. What is written merges into what is there: the description of the
 * newest session stays, the times widen.
 */
public final class NodeRow {

  /** How it is inserted. */
  public static final RowInsert<NodeRow> INSERT = RowInsert.into("node", List.of(
      RowInsert.column("id", Kind.INTEGER, row -> row.id),
      RowInsert.column("peer_id", Kind.BYTEA, row -> row.peerId),
      RowInsert.column("implementation_name", Kind.TEXT, row -> row.implementationName),
      RowInsert.column("implementation_version", Kind.TEXT, row -> row.implementationVersion),
      RowInsert.column("gp_version", Kind.TEXT, row -> row.gpVersion),
      RowInsert.column("information", Kind.BYTEA, row -> row.information),
      RowInsert.column("address", Kind.TEXT, row -> row.address),
      RowInsert.column("opened_at", Kind.TIME, row -> row.openedAt),
      RowInsert.column("first_seen", Kind.TIME, row -> row.firstSeen),
      RowInsert.column("last_seen", Kind.TIME, row -> row.lastSeen)),
      """
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
            last_seen = greatest(t.last_seen, excluded.last_seen)""");

  private int id;
  private byte[] peerId;
  private String implementationName;
  private String implementationVersion;
  private String gpVersion;
  private byte @Nullable [] information;
  private @Nullable String address;
  private @Nullable Instant openedAt;
  private Instant firstSeen;
  private Instant lastSeen;

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
