package org.jamtart.query.core;

import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.jamtart.query.node.ConnectionSql;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What runs on some nodes, and whether they are connected. */
public final class ValidatorSql {

  static final String SOFTWARE = "with " + ConnectionSql.GATEWAY_STATE + ", " + ConnectionSql.OPEN_SESSION
      + """
           select n.id, n.implementation_name, n.implementation_version, o.node is not null
          from node n left join open_session o on o.node = n.id where n.id = any(:ids)""";

  private final JdbcClient jdbc;

  public ValidatorSql(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  record Software(String name, String version, boolean connected) {}

  /** By the number of the node. */
  Map<Integer, Software> of(Collection<Integer> numbers, Instant moment) {
    Map<Integer, Software> software = new HashMap<>();
    jdbc.sql(SOFTWARE)
        .param("ids", numbers.toArray(Integer[]::new))
        .param("since", ConnectionSql.since(moment))
        .query(row -> {
          software.put(row.getInt(1), new Software(row.getString(2), row.getString(3), row.getBoolean(4)));
        });
    return software;
  }
}
