package org.jamtart.query.legacy;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import org.jamtart.query.request.Times;
import org.jamtart.wire.Bytes32;
import org.jamtart.wire.DecodeException;
import org.jamtart.wire.Events;
import org.jamtart.wire.Protocol;
import org.jamtart.wire.StatusEvent.Status;
import org.jamtart.wire.TrailingBytes;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What nodes said last. */
final class LegacyNodeSql {

  static final String STATUSES = """
      select n.peer_id, l.time, l.bytes, s.protocol, s.cores
      from node_latest l join node n on n.id = l.node join session s on s.id = l.session
      where l.type = 10 and l.time >= :since order by n.id""";

  private final JdbcClient jdbc;

  LegacyNodeSql(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** @param status null where this version cannot read it */
  record Said(Bytes32 node, Instant time, @Nullable Status status) {}

  /** The newest status report of each node that sent one since a moment. */
  List<Said> statuses(Instant since) {
    return jdbc.sql(STATUSES)
        .param("since", Times.parameter(since))
        .query((row, n) -> new Said(Bytes32.of(row.getBytes(1)),
            row.getObject(2, OffsetDateTime.class).toInstant(), status(row.getBytes(3),
                new Protocol(row.getInt(4), row.getInt(5), TrailingBytes.ACCEPTED))))
        .list();
  }

  private static @Nullable Status status(byte[] bytes, Protocol protocol) {
    try {
      return Events.decode(bytes, protocol) instanceof Status status ? status : null;
    } catch (DecodeException e) {
      return null;
    }
  }
}
