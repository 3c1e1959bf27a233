package org.jamtart.query.node;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jamtart.wire.DecodeException;
import org.jamtart.wire.Event;
import org.jamtart.wire.Events;
import org.jamtart.wire.Protocol;
import org.jamtart.wire.StatusEvent.Status;
import org.jamtart.wire.TrailingBytes;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What a node said last of itself: four rows, by the primary key. */
public final class LatestSql {

  static final String LATEST = """
      select l.type, l.time, l.bytes, s.protocol, s.cores from node_latest l join session s on s.id = l.session
      where l.node = :node""";

  private static final int STATUS = 10;

  private final JdbcClient jdbc;

  public LatestSql(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** The newest event of a type; null where this version cannot read it. */
  record Said(int type, Instant time, @Nullable Event event) {}

  /** By type. */
  Map<Integer, Said> latest(int node) {
    return jdbc.sql(LATEST)
        .param("node", node)
        .query((row, n) -> new Said(row.getInt(1), row.getObject(2, OffsetDateTime.class).toInstant(),
            event(row.getBytes(3), new Protocol(row.getInt(4), row.getInt(5), TrailingBytes.ACCEPTED))))
        .list()
        .stream()
        .collect(Collectors.toMap(Said::type, Function.identity()));
  }

  /** The newest status report; null where there is none that this version can read. */
  public @Nullable Status status(int node) {
    @Nullable
    Said said = latest(node).get(STATUS);
    return said != null && said.event() instanceof Status status ? status : null;
  }

  private static @Nullable Event event(byte[] bytes, Protocol protocol) {
    try {
      return Events.decode(bytes, protocol);
    } catch (DecodeException e) {
      return null;
    }
  }
}
