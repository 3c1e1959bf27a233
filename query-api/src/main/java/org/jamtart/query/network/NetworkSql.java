package org.jamtart.query.network;

import java.time.Instant;
import java.util.List;
import org.jamtart.query.node.ConnectionSql;
import org.jamtart.wire.DecodeException;
import org.jamtart.wire.NodeInformation;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What the connected nodes said when they introduced themselves. */
final class NetworkSql {

  static final String CONNECTED = "with " + ConnectionSql.GATEWAY_STATE + ", " + ConnectionSql.OPEN_SESSION
      + """

          select n.implementation_name, n.implementation_version, n.information
          from open_session o join node n on n.id = o.node order by n.id""";

  private final JdbcClient jdbc;

  NetworkSql(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** @param information null where it was out of the log's reach, or this version cannot read it */
  record Introduced(String implementation, String version, @Nullable NodeInformation information) {}

  /** Each node that is connected at a moment. */
  List<Introduced> connected(Instant moment) {
    return jdbc.sql(CONNECTED)
        .param("since", ConnectionSql.since(moment))
        .query((row, n) -> new Introduced(row.getString(1), row.getString(2), information(row.getBytes(3))))
        .list();
  }

  /** How many nodes there ever were. */
  long known() {
    return jdbc.sql("select count(*) from node").query(Long.class).single();
  }

  private static @Nullable NodeInformation information(byte @Nullable [] message) {
    try {
      return message == null ? null : NodeInformation.decode(message);
    } catch (DecodeException e) {
      return null;
    }
  }
}
