package org.jamtart.query.grafana;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.List;
import org.jamtart.query.grafana.StatusController.StatusMinute;
import org.jamtart.store.Tier;
import org.jamtart.wire.Bytes32;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The status reports: of nodes that are asked for, minute by minute by their primary key, or of all together, of which there are sums. */
public final class StatusSql {

  private static final String FIGURES = """
      select %s as ts, %s as peer, sum(c.reports) as reports, sum(c.peers_sum) / sum(c.reports) as peers,
        min(c.peers_min) as peers_min, max(c.peers_max) as peers_max,
        sum(c.val_peers_sum) / sum(c.reports) as val_peers, min(c.val_peers_min) as val_peers_min,
        max(c.val_peers_max) as val_peers_max, sum(c.sync_peers_sum) / sum(c.reports) as sync_peers,
        min(c.sync_peers_min) as sync_peers_min, max(c.sync_peers_max) as sync_peers_max,
        sum(c.shards_sum) / sum(c.reports) as shards, min(c.shards_min) as shards_min, max(c.shards_max) as shards_max,
        sum(c.shards_size_sum) / sum(c.reports) as shards_size, max(c.shards_size_max) as shards_size_max,
        sum(c.preimages_sum) / sum(c.reports) as preimages, max(c.preimages_max) as preimages_max,
        sum(c.preimages_size_sum) / sum(c.reports) as preimages_size, max(c.preimages_size_max) as preimages_size_max,
        sum(c.guarantees_sum)::numeric / nullif(sum(c.cores), 0) as guarantees, min(c.guarantees_min) as guarantees_min,
        max(c.guarantees_max) as guarantees_max, max(c.zero_cores_max) as zero_cores_max
      from %s
      group by 1, 2 order by 1, 2""";

  private static final String BUCKET = "date_bin(make_interval(secs => :seconds), c.bucket, timestamptz 'epoch')";

  static final String OF_NODES = FIGURES.formatted(BUCKET, "n.peer_id", """
      node_status c join node n on n.id = c.node and n.peer_id = any(:nodes)
      where c.bucket >= :start and c.bucket < :end""");

  static final String OF_ALL = FIGURES.formatted(BUCKET, "null::bytea",
      "network_status c where c.tier = :tier and c.bucket >= :start and c.bucket < :end");

  /** In buckets of whole hours, which are there added up. */
  static final String OF_ALL_BY_HOURS = FIGURES.formatted(BUCKET, "null::bytea",
      Span.rows("network_status") + " c");

  private final JdbcClient jdbc;

  public StatusSql(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** Of each of some nodes, or of all together when there are none. */
  List<StatusMinute> minutes(Span span, Collection<Bytes32> nodes) {
    return (nodes.isEmpty() ? ofAll(span) : ofNodes(span, nodes)).param("seconds", span.seconds())
        .query(StatusSql::minute)
        .list();
  }

  private JdbcClient.StatementSpec ofAll(Span span) {
    boolean hours = span.seconds() % Tier.HOUR.length().toSeconds() == 0;
    return span.in(jdbc.sql(hours ? OF_ALL_BY_HOURS : OF_ALL));
  }

  private JdbcClient.StatementSpec ofNodes(Span span, Collection<Bytes32> nodes) {
    return jdbc.sql(OF_NODES)
        .param("start", span.start())
        .param("end", span.end())
        .param("nodes", nodes.stream().map(Bytes32::toByteArray).toArray(byte[][]::new));
  }

  private static StatusMinute minute(ResultSet row, int n) throws SQLException {
    byte @Nullable [] peer = row.getBytes("peer");
    return new StatusMinute(row.getObject("ts", OffsetDateTime.class).toInstant(),
        peer == null ? null : Bytes32.of(peer).toHex(), row.getDouble("peers"), row.getLong("peers_min"),
        row.getLong("peers_max"), row.getDouble("val_peers"), row.getLong("val_peers_min"),
        row.getLong("val_peers_max"), row.getDouble("sync_peers"), row.getLong("sync_peers_min"),
        row.getLong("sync_peers_max"), row.getDouble("shards"), row.getLong("shards_min"),
        row.getLong("shards_max"), row.getDouble("shards_size"),
        integer(row.getBigDecimal("shards_size_max")),
        row.getDouble("preimages"), row.getLong("preimages_max"), row.getDouble("preimages_size"),
        row.getLong("preimages_size_max"), row.getDouble("guarantees"), row.getInt("guarantees_min"),
        row.getInt("guarantees_max"), row.getInt("zero_cores_max"), row.getLong("reports"));
  }

  private static BigInteger integer(BigDecimal number) {
    return number.toBigInteger();
  }
}
