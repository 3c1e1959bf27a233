package org.jamtart.query.node;

import java.time.Instant;
import java.time.OffsetDateTime;
import org.jamtart.log.GatewayState;
import org.jamtart.query.request.Times;

/**
 * Who is connected, as SQL. A session is open while it has no close record and its gateway lives: the gateway has not stopped, it was
 * heard of within {@link GatewayState#LOST_AFTER_SECONDS} before the moment of judgement, and no later start has its
 * name. The parameter {@code :since} is that moment less those seconds ({@link #since}).
 */
public final class ConnectionSql {

  /** A common table: every start of a gateway, and whether it lives. */
  public static final String GATEWAY_STATE = """
      gateway_state as (
        select g.id, g.name, g.started_at, g.last_heartbeat, g.stopped_at, g.connections,
               exists (select 1 from gateway later where later.name = g.name
                       and (later.started_at, later.id) > (g.started_at, g.id)) as replaced,
               g.stopped_at is null and g.last_heartbeat > :since
                 and not exists (select 1 from gateway later where later.name = g.name
                                 and (later.started_at, later.id) > (g.started_at, g.id)) as alive
        from gateway g)""";

  /**
   * Whether session {@code s} with its gateway {@code g} is open, for sessions without a close record. The gateway's row may
   * come after the session's, since they come from different partitions: what the session sent speaks for it then.
   */
  static final String GATEWAY_LIVES = "coalesce(g.alive, s.last_received > :since)";

  /** A common table: the newest open session of each node that has one. */
  public static final String OPEN_SESSION = openSession("");

  /** The same for the node with the peer id {@code :peer} alone. */
  static final String OPEN_SESSION_OF_PEER = openSession(
      "s.node = (select peer.id from node peer where peer.peer_id = :peer) and ");

  /**
   * When session {@code s} with its gateway {@code g} ended. A lost one ended when its gateway was last heard of, or when it
   * was opened if that was later.
   */
  static final String ENDED_AT = """
      case when s.ended_at is not null then s.ended_at
           when %s then null
           else greatest(coalesce(g.last_heartbeat, s.last_received), s.opened_at) end"""
      .formatted(GATEWAY_LIVES);

  private ConnectionSql() {}

  private static String openSession(String condition) {
    return """
        open_session as (
          select distinct on (s.node) s.node, s.id, s.uuid, s.opened_at, s.remote, g.name as gateway
          from session s left join gateway_state g on g.id = s.gateway
          where %ss.ended_at is null and %s
          order by s.node, s.opened_at desc, s.id desc)""".formatted(condition, GATEWAY_LIVES);
  }

  /** The value of {@code :since} for a moment of judgement. */
  public static OffsetDateTime since(Instant moment) {
    return Times.parameter(moment.minusSeconds(GatewayState.LOST_AFTER_SECONDS));
  }
}
