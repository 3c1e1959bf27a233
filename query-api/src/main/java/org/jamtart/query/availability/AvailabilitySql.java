package org.jamtart.query.availability;

import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jamtart.query.grafana.Span;
import org.jamtart.store.Flow;
import org.jamtart.store.HistogramColumns;
import org.jamtart.wire.Bytes32;
import org.jamtart.wire.DecodeException;
import org.jamtart.wire.Events;
import org.jamtart.wire.Protocol;
import org.jamtart.wire.StatusEvent.Status;
import org.jamtart.wire.TrailingBytes;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Reads the counts, the durations and the newest status of nodes. The sums of the durations are exact, not made from histograms.
 */
public final class AvailabilitySql {

  private static final Short[] TYPES = IntStream
      .concat(IntStream.rangeClosed(120, 125), IntStream.rangeClosed(190, 192))
      .mapToObj(type -> (short) type)
      .toArray(Short[]::new);

  private static final String SAMPLES = IntStream.range(0, HistogramColumns.COUNTS)
      .mapToObj("coalesce(c%d, 0)"::formatted)
      .collect(Collectors.joining(" + "));

  /** Nodes behind (load, number), the busiest first. */
  static final String NODES = """
      with load as (
        select n.id, n.peer_id, sum(c.events)::bigint as total, array_agg(array[c.type, c.events]) as events
        from node n cross join lateral (
          select c.type, sum(c.events)::bigint as events from node_count c
          where c.tier = :tier and c.bucket >= :start and c.bucket < :end and c.node = n.id and c.type = any(:types)
          group by 1) c
        where cast(:peer as bytea) is null or n.peer_id = :peer
        group by n.id
        having cast(:after as bigint) is null or (-sum(c.events), n.id) > (-cast(:after as bigint), :number)
        order by 3 desc, 1 limit :limit)
      select load.id, load.peer_id, load.total, load.events, a.micros, a.samples, g.micros, g.samples, l.bytes, s.protocol,
        s.cores
      from load
      left join (%s) a on a.node = load.id
      left join (%s) g on g.node = load.id
      left join node_latest l on l.node = load.id and l.type = 10
      left join session s on s.id = l.session
      order by load.total desc, load.id"""
      .formatted(durations(":asked"), durations(":answered"));

  private static String durations(String flow) {
    return """
        select node, sum(micros) as micros, sum(%s)::bigint as samples from %s
        where tier = :tier and flow = %s and bucket >= :start and bucket < :end
          and (cast(:peer as bytea) is null or node = (select id from node where peer_id = :peer))
        group by 1""".formatted(SAMPLES, HistogramColumns.OF_NODES, flow);
  }

  private final JdbcClient jdbc;

  public AvailabilitySql(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * The load of a node.
   *
   * @param number of the node in the tables
   * @param total  all its events about shards and preimages that are counted
   * @param events by type
   * @param shards those that it held by its newest status; null when it never sent one
   */
  record Load(int number, Bytes32 node, long total, Map<Integer, Long> events, Taken asked, Taken answered,
      @Nullable Long shards) {}

  /** How long something took, added up. */
  record Taken(BigDecimal micros, long samples) {

    /** Milliseconds on average; null for none. */
    @Nullable
    Double averageMillis() {
      return samples == 0 ? null : (Double) (micros.doubleValue() / samples / 1000);
    }
  }

  /** Nodes behind one, the busiest first; a single one if it is not null. */
  List<Load> loads(Span span, @Nullable Bytes32 node, @Nullable Long after, int number, int limit) {
    return jdbc.sql(NODES)
        .param("tier", span.tier().id())
        .param("start", span.start())
        .param("end", span.end())
        .param("types", TYPES)
        .param("peer", node == null ? null : node.toByteArray())
        .param("after", after)
        .param("number", number)
        .param("limit", limit)
        .param("asked", Flow.SHARD_REQUEST.id())
        .param("answered", Flow.SHARD_RESPONSE.id())
        .query((row, n) -> load(row))
        .list();
  }

  private static Load load(ResultSet row) throws SQLException {
    Map<Integer, Long> events = new HashMap<>();
    for (Long[] each : (Long[][]) row.getArray(4).getArray()) {
      events.put(each[0].intValue(), each[1]);
    }
    return new Load(row.getInt(1), Bytes32.of(row.getBytes(2)), row.getLong(3), events, taken(row, 5),
        taken(row, 7), shards(row));
  }

  private static Taken taken(ResultSet row, int column) throws SQLException {
    @Nullable
    BigDecimal micros = row.getBigDecimal(column);
    return new Taken(micros == null ? BigDecimal.ZERO : micros, row.getLong(column + 1));
  }

  private static @Nullable Long shards(ResultSet row) throws SQLException {
    byte[] bytes = row.getBytes(9);
    if (bytes == null) {
      return null;
    }
    try {
      var protocol = new Protocol(row.getInt(10), row.getInt(11), TrailingBytes.ACCEPTED);
      return Events.decode(bytes, protocol) instanceof Status status ? (Long) status.numShards() : null;
    } catch (DecodeException e) {
      return null; // another version of TART wrote it
    }
  }
}
