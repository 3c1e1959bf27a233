package org.jamtart.query.availability;

import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jamtart.query.bucket.NodeEvents;
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
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Reads the counts, the durations and the newest status of nodes. The sums of the durations are exact, not made from histograms.
 */
public final class AvailabilitySql {

  private static final String SAMPLES = IntStream.range(0, HistogramColumns.COUNTS)
      .mapToObj("coalesce(c%d, 0)"::formatted)
      .collect(Collectors.joining(" + "));

  static final String NODES = """
      select n.id, n.peer_id, a.micros, a.samples, g.micros, g.samples, l.bytes, s.protocol, s.cores
      from node n
      left join (%s) a on a.node = n.id
      left join (%s) g on g.node = n.id
      left join node_latest l on l.node = n.id and l.type = 10
      left join session s on s.id = l.session
      where n.id = any(:nodes)"""
      .formatted(durations(":asked"), durations(":answered"));

  private static String durations(String flow) {
    return """
        select c.node, sum(c.micros) as micros, sum(%s)::bigint as samples from %s c
        where c.flow = %s and c.node = any(:nodes) group by 1""".formatted(SAMPLES,
        Span.rows(HistogramColumns.OF_NODES), flow);
  }

  private static final String NUMBER = "select id from node where peer_id = :peer";

  private final JdbcClient jdbc;
  private final NodeEvents events;

  public AvailabilitySql(JdbcClient jdbc, @Qualifier("availabilityEvents") NodeEvents events) {
    this.jdbc = jdbc;
    this.events = events;
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

  /** A node, and how busy it was. */
  private record Busy(int number, long total) {

    /** The busiest first. */
    static final Comparator<Busy> ORDER = Comparator.comparingLong(Busy::total)
        .reversed()
        .thenComparingInt(Busy::number);
  }

  /** Nodes behind one, the busiest first; a single one if it is not null. */
  List<Load> loads(Span span, @Nullable Bytes32 node, @Nullable Long after, int number, int limit) {
    Map<Integer, Map<Integer, Long>> sums = events.of(span);
    if (node != null) {
      sums.keySet().retainAll(jdbc.sql(NUMBER).param("peer", node.toByteArray()).query(Integer.class).list());
    }
    Stream<Busy> busy = sums.entrySet()
        .stream()
        .map(each -> new Busy(each.getKey(), each.getValue().values().stream().mapToLong(it -> it).sum()))
        .sorted(Busy.ORDER);
    if (after != null) {
      var last = new Busy(number, after);
      busy = busy.filter(each -> Busy.ORDER.compare(each, last) > 0);
    }
    List<Busy> page = busy.limit(limit).toList();
    Map<Integer, Load> loads = new HashMap<>();
    span.in(jdbc.sql(NODES))
        .param("nodes", page.stream().map(Busy::number).toArray(Integer[]::new))
        .param("asked", Flow.SHARD_REQUEST.id())
        .param("answered", Flow.SHARD_RESPONSE.id())
        .query(row -> {
          loads.put(row.getInt(1), load(row, sums.getOrDefault(row.getInt(1), Map.of())));
        });
    return page.stream().map(each -> loads.get(each.number)).filter(Objects::nonNull).toList();
  }

  private static Load load(ResultSet row, Map<Integer, Long> events) throws SQLException {
    return new Load(row.getInt(1), Bytes32.of(row.getBytes(2)),
        events.values().stream().mapToLong(it -> it).sum(), events, taken(row, 3), taken(row, 5),
        shards(row));
  }

  private static Taken taken(ResultSet row, int column) throws SQLException {
    @Nullable
    BigDecimal micros = row.getBigDecimal(column);
    return new Taken(micros == null ? BigDecimal.ZERO : micros, row.getLong(column + 1));
  }

  private static @Nullable Long shards(ResultSet row) throws SQLException {
    byte[] bytes = row.getBytes(7);
    if (bytes == null) {
      return null;
    }
    try {
      var protocol = new Protocol(row.getInt(8), row.getInt(9), TrailingBytes.ACCEPTED);
      return Events.decode(bytes, protocol) instanceof Status status ? (Long) status.numShards() : null;
    } catch (DecodeException e) {
      return null; // another version of TART wrote it
    }
  }
}
