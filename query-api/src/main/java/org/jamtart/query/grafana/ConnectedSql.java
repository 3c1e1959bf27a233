package org.jamtart.query.grafana;

import java.time.Instant;
import org.jamtart.query.node.ConnectionSql;
import org.springframework.jdbc.core.simple.JdbcClient;

/** How many nodes there are, and how many are connected. */
public final class ConnectedSql {

  static final String CONNECTED = "with " + ConnectionSql.GATEWAY_STATE + ", " + ConnectionSql.OPEN_SESSION
      + " select count(*) from open_session";

  private final JdbcClient jdbc;

  public ConnectedSql(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** Nodes that are connected at a moment. */
  long connected(Instant moment) {
    return jdbc.sql(CONNECTED).param("since", ConnectionSql.since(moment)).query(Long.class).single();
  }

  /** Nodes that ever connected. */
  long known() {
    return jdbc.sql("select count(*) from node").query(Long.class).single();
  }
}
