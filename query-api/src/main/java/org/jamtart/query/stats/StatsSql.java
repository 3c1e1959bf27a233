package org.jamtart.query.stats;

import java.math.BigInteger;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import org.jamtart.query.node.ConnectionSql;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Sums of the totals, and how far the chain is by what each node said last of it. */
public final class StatsSql {

  static final int AUTHORED = 42;
  static final int BEST_BLOCK_CHANGED = 11;
  static final int FINALIZED_BLOCK_CHANGED = 12;

  static final String TOTALS = "with " + ConnectionSql.GATEWAY_STATE + ", " + ConnectionSql.OPEN_SESSION
      + """

          select coalesce(sum(t.events), 0), coalesce(sum(t.malformed), 0), coalesce(sum(t.unknown), 0),
                 coalesce(sum(t.expired), 0), coalesce(sum(t.dropped), 0),
                 (select coalesce(sum(events), 0) from node_total where type = %d),
                 (select count(*) from node), (select count(*) from open_session), (select coalesce(sum(sessions), 0)::bigint from node_stream)
          from node_sum t"""
          .formatted(AUTHORED);

  /**
   * A slot that lies further ahead of its event, or of now, than the clock of a believed event may lie ahead of the receipt is not believed
   * either: one node could set the figure for ever.
   */
  static final String HIGHEST_SLOT = """
      select coalesce(max(slot), 0) from node_latest
      where type = :type and slot <= (extract(epoch from least(time, now())) - 1735732800 + 3600) / 6""";

  private final JdbcClient jdbc;

  public StatsSql(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** The totals of the whole network. */
  record Totals(BigInteger events, BigInteger malformed, BigInteger unknown, BigInteger expired,
      BigInteger dropped,
      BigInteger authored, long nodes, long connected, long sessions) {}

  Totals totals(Instant moment) {
    return jdbc.sql(TOTALS)
        .param("since", ConnectionSql.since(moment))
        .query((row, n) -> new Totals(sum(row, 1), sum(row, 2), sum(row, 3), sum(row, 4), sum(row, 5),
            sum(row, 6),
            row.getLong(7), row.getLong(8), row.getLong(9)))
        .single();
  }

  /** The highest believable slot among the newest events that each node sent of a type; 0 when there are none. */
  long highestSlot(int type) {
    return jdbc.sql(HIGHEST_SLOT).param("type", (short) type).query(Long.class).single();
  }

  private static BigInteger sum(ResultSet row, int column) throws SQLException {
    return row.getBigDecimal(column).toBigInteger();
  }
}
