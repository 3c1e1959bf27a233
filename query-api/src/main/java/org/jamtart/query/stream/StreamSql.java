package org.jamtart.query.stream;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import org.jamtart.query.request.Times;
import org.jamtart.wire.Bytes32;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Reads the accounts, one row for each node. Each is held against the node's total, which another projection counts: so a
 * frame that one of the two did not see is found.
 */
public final class StreamSql {

  /**
   * Accounts are written at once, totals added up a while later: what is pending of them belongs to these. An account is balanced
   * when its own figures add up and the total says the same.
   */
  private static final String ACCOUNTS = """
      with pending as (
        select p.node, sum(p.events) as events, sum(p.malformed) as malformed, sum(p.unknown) as unknown,
               sum(p.dropped) as dropped
        from pending_sums, unnest(nodes, events, malformed, unknown, dropped) as p (node, events, malformed, unknown, dropped)
        group by p.node),
      account as (
        select x.*, coalesce(t.unknown, 0) + coalesce(p.unknown, 0) as unknown,
               coalesce(t.dropped, 0) + coalesce(p.dropped, 0) as dropped,
               x.frames = x.stored + x.expired + x.quarantined + x.beyond
                 and x.stored + x.expired = coalesce(t.events, 0) + coalesce(p.events, 0)
                 and x.quarantined + x.beyond = coalesce(t.malformed, 0) + coalesce(p.malformed, 0) as balanced
        from node_stream x left join node_sum t on t.node = x.node left join pending p on p.node = x.node)
      """;

  static final String PAGE = ACCOUNTS + """
      select x.*, n.peer_id, n.implementation_name, n.implementation_version
      from account x join node n on n.id = x.node
      where x.node > :after and (cast(:node as integer) is null or x.node = :node)
      order by x.node limit :limit""";

  /** All nodes as if they were one; wrong while any of them is. */
  static final String TOTAL = ACCOUNTS + """
      select count(*), coalesce(sum(sessions), 0), coalesce(sum(frames), 0), coalesce(sum(stored), 0),
             coalesce(sum(expired), 0), coalesce(sum(quarantined), 0), coalesce(sum(beyond), 0),
             coalesce(sum(duplicates), 0), coalesce(sum(missing), 0), coalesce(sum(unknown), 0),
             coalesce(sum(dropped), 0), count(*) filter (where not balanced),
             count(*) filter (where missing > 0), count(*) filter (where missing_at > :lately)
      from account""";

  private final JdbcClient jdbc;

  public StreamSql(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** A node's account with its number in the tables. */
  record Row(int number, StreamView view) {}

  /**
   * All accounts together.
   *
   * @param wrong      nodes whose account does not add up
   * @param withGaps   nodes of which frames never came
   * @param gapsLately nodes of which that was found lately
   */
  record Total(long nodes, BigInteger sessions, BigInteger received, BigInteger stored, BigInteger expired,
      BigInteger quarantined, BigInteger beyond, BigInteger duplicates, BigInteger missing,
      BigInteger unknown, BigInteger dropped, long wrong, long withGaps, long gapsLately) {}

  /** Accounts behind a number, by their numbers; of one node if it is not null. */
  List<Row> page(@Nullable Integer node, int after, int limit) {
    return jdbc.sql(PAGE)
        .param("node", node)
        .param("after", after)
        .param("limit", limit)
        .query(StreamSql::row)
        .list();
  }

  /** The sum; what was found since a moment is found lately. */
  Total total(Instant lately) {
    return jdbc.sql(TOTAL)
        .param("lately", Times.parameter(lately))
        .query((row, n) -> new Total(row.getLong(1), sum(row, 2), sum(row, 3), sum(row, 4), sum(row, 5),
            sum(row, 6), sum(row, 7), sum(row, 8), sum(row, 9), sum(row, 10), sum(row, 11), row.getLong(12),
            row.getLong(13), row.getLong(14)))
        .single();
  }

  private static Row row(ResultSet row, int number) throws SQLException {
    @Nullable
    OffsetDateTime missingAt = row.getObject("missing_at", OffsetDateTime.class);
    long quarantined = row.getLong("quarantined");
    long beyond = row.getLong("beyond");
    long missing = row.getLong("missing");
    return new Row(row.getInt("node"),
        new StreamView(Bytes32.of(row.getBytes("peer_id")).toHex(), row.getString("implementation_name"),
            row.getString("implementation_version"), row.getLong("sessions"), row.getLong("frames"),
            row.getLong("stored"), row.getLong("expired"), quarantined, beyond, quarantined + beyond,
            row.getBigDecimal("unknown").toBigInteger(), row.getBigDecimal("dropped").toBigInteger(),
            row.getLong("duplicates"), missing, missingAt == null ? null : missingAt.toInstant(),
            millis(row.getObject("event_lag", Long.class)), millis(row.getObject("receipt_lag", Long.class)),
            row.getBoolean("balanced") && missing == 0));
  }

  private static @Nullable Double millis(@Nullable Long micros) {
    return micros == null ? null : (Double) (micros / 1000.0);
  }

  private static BigInteger sum(ResultSet row, int column) throws SQLException {
    BigDecimal sum = row.getBigDecimal(column);
    return sum.toBigInteger();
  }
}
