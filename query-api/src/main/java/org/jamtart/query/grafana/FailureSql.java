package org.jamtart.query.grafana;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.List;
import org.jamtart.query.request.Times;
import org.jamtart.wire.Bytes32;
import org.jamtart.wire.DecodeException;
import org.jamtart.wire.Events;
import org.jamtart.wire.Protocol;
import org.jamtart.wire.Remarks;
import org.jamtart.wire.TrailingBytes;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The newest events of some types: a walk down the index on (type, time) for each of them. */
public final class FailureSql {

  /** The type is compared together with the time for the reason that the lists of events do it. */
  static final String NEWEST = """
      select e.type, n.peer_id, e.time, e.bytes, s.protocol, s.cores
      from unnest(cast(:types as smallint[])) t(type) cross join lateral (
        select * from event x
        where (x.type, x.time) >= (t.type, :start) and (x.type, x.time) < (t.type, :end)
          and x.time >= :start and x.time < :end
        order by x.type desc, x.time desc limit :limit) e
      join node n on n.id = e.node join session s on s.id = e.session
      order by e.time desc, e.session desc, e.seq desc limit :limit""";

  private final JdbcClient jdbc;

  public FailureSql(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** An event that says that something failed; the reason is null where it says none. */
  record Failed(int type, Bytes32 node, Instant time, @Nullable String reason) {}

  List<Failed> newest(Collection<Integer> types, Instant from, Instant to, int limit) {
    return jdbc.sql(NEWEST)
        .param("types", types.stream().map(Integer::shortValue).toArray(Short[]::new))
        .param("start", Times.parameter(from))
        .param("end", Times.parameter(to))
        .param("limit", limit)
        .query((row, n) -> new Failed(row.getInt(1), Bytes32.of(row.getBytes(2)),
            row.getObject(3, OffsetDateTime.class).toInstant(),
            reason(row.getBytes(4), new Protocol(row.getInt(5), row.getInt(6), TrailingBytes.ACCEPTED))))
        .list();
  }

  private static @Nullable String reason(byte[] bytes, Protocol protocol) {
    try {
      String words = Remarks.of(Events.decode(bytes, protocol)).words();
      return words.isEmpty() ? null : words;
    } catch (DecodeException e) {
      return null;
    }
  }
}
