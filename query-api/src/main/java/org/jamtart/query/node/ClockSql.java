package org.jamtart.query.node;

import java.time.Instant;
import java.util.List;
import org.jamtart.query.request.Times;
import org.jamtart.wire.Bytes32;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The delays of the nodes' events. */
public final class ClockSql {

  /** Delays at the ends of bigint stand for none. */
  static final String DELAYS = """
      select n.id, n.peer_id, min(c.delay_min), max(c.delay_max), bool_or(c.implausible)
      from node_clock c join node n on n.id = c.node
      where c.bucket >= date_bin('10 minutes', :start, timestamptz 'epoch') and c.bucket < :end
      group by n.id order by n.id""";

  private final JdbcClient jdbc;

  public ClockSql(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * What is known of a node's clock.
   *
   * @param least     shortest delay, microseconds
   * @param most      longest delay, below the shortest when there is none
   * @param implausible whether it said times that could not be believed
   */
  record Delays(int number, Bytes32 node, long least, long most, boolean implausible) {}

  /** Delays of all nodes that were heard of in a range, in the order of their numbers. */
  List<Delays> delays(Instant from, Instant to) {
    return jdbc.sql(DELAYS)
        .param("start", Times.parameter(from))
        .param("end", Times.parameter(to))
        .query((row, n) -> new Delays(row.getInt(1), Bytes32.of(row.getBytes(2)), row.getLong(3),
            row.getLong(4), row.getBoolean(5)))
        .list();
  }
}
