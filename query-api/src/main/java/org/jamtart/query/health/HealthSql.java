package org.jamtart.query.health;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import org.jamtart.query.node.ConnectionSql;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What the tables say of TART's own parts. */
public final class HealthSql {

  static final String PING = "select 1";

  static final String SIZE = "select pg_database_size(current_database())";

  static final String GATEWAYS = "with " + ConnectionSql.GATEWAY_STATE + """

      select name, last_heartbeat, alive, stopped_at is not null, connections from gateway_state
      where not replaced order by last_heartbeat desc limit 1000""";

  static final String GAPS = """
      select count(*), coalesce(sum(to_offset - from_offset), 0), max(found_at) from log_gap""";

  private final JdbcClient jdbc;

  public HealthSql(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** The newest start of a gateway of some name. */
  record Gateway(String name, Instant lastHeartbeat, boolean alive, boolean stopped, int connections) {}

  /** Records that the log had dropped before they were stored. */
  record Gaps(long count, long records, @Nullable Instant newest) {}

  void ping() {
    jdbc.sql(PING).query(Integer.class).single();
  }

  /** Bytes of the database on disk. */
  long size() {
    return jdbc.sql(SIZE).query(Long.class).single();
  }

  List<Gateway> gateways(Instant moment) {
    return jdbc.sql(GATEWAYS)
        .param("since", ConnectionSql.since(moment))
        .query((row, n) -> new Gateway(row.getString(1), row.getObject(2, OffsetDateTime.class).toInstant(),
            row.getBoolean(3), row.getBoolean(4), row.getInt(5)))
        .list();
  }

  Gaps gaps() {
    return jdbc.sql(GAPS).query((row, n) -> {
      @Nullable
      OffsetDateTime newest = row.getObject(3, OffsetDateTime.class);
      return new Gaps(row.getLong(1), row.getLong(2), newest == null ? null : newest.toInstant());
    }).single();
  }
}
