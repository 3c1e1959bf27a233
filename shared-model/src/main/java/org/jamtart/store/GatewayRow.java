package org.jamtart.store;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;
import org.hibernate.annotations.SQLInsert;
import org.hibernate.jdbc.Expectation;
import org.jspecify.annotations.Nullable;

/** One start of a gateway, by its heartbeats; the newest one says how many connections it has. */
@Entity
@Table(name = "gateway")
@SQLInsert(sql = """
    insert into gateway as t (connections, last_heartbeat, name, started_at, stopped_at, id)
    values (?, ?, ?, ?, ?, ?)
    on conflict (id) do update set
      connections = case when excluded.last_heartbeat >= t.last_heartbeat then excluded.connections
        else t.connections end,
      last_heartbeat = greatest(t.last_heartbeat, excluded.last_heartbeat),
      stopped_at = coalesce(excluded.stopped_at, t.stopped_at)""", verify = Expectation.None.class)
@SuppressWarnings("NullAway.Init")
public class GatewayRow {

  @Id
  private UUID id;
  private String name;
  @Column(name = "started_at")
  private Instant startedAt;
  @Column(name = "last_heartbeat")
  private Instant lastHeartbeat;
  @Column(name = "stopped_at")
  private @Nullable Instant stoppedAt;
  private int connections;

  protected GatewayRow() {}

  /**
   * @param name      configured name, without U+0000
   * @param stoppedAt when it said that it stops; null while it has not
   */
  public GatewayRow(UUID id, String name, Instant startedAt, Instant lastHeartbeat,
      @Nullable Instant stoppedAt,
      int connections) {
    this.id = id;
    this.name = name;
    this.startedAt = startedAt;
    this.lastHeartbeat = lastHeartbeat;
    this.stoppedAt = stoppedAt;
    this.connections = connections;
  }
}
