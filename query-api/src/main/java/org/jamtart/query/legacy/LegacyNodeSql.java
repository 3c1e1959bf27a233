package org.jamtart.query.legacy;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import org.jamtart.query.legacy.BlocksController.Author;
import org.jamtart.query.legacy.BlocksController.Chain;
import org.jamtart.query.legacy.BlocksController.RecentBlock;
import org.jamtart.query.request.TimeRange;
import org.jamtart.query.request.Times;
import org.jamtart.wire.Bytes32;
import org.jamtart.wire.DecodeException;
import org.jamtart.wire.Events;
import org.jamtart.wire.Protocol;
import org.jamtart.wire.StatusEvent.Status;
import org.jamtart.wire.TrailingBytes;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What nodes said last, and which blocks they authored. */
final class LegacyNodeSql {

  /** Slots that lie more than an hour ahead of the event's time are not believed. */
  static final String CHAIN = """
      select coalesce(max(l.slot) filter (where l.type = 11), 0), coalesce(max(l.slot) filter (where l.type = 12), 0)
      from node_latest l
      where l.type in (11, 12) and l.time >= :since and l.slot <= (extract(epoch from l.time) - 1735732800 + 3600) / 6""";

  static final String AUTHORS = """
      select n.peer_id, count(*) from authored_block b join node n on n.id = b.node
      where b.time >= :start and b.time < :end group by n.id order by 2 desc, 1 limit 2000""";

  static final String AUTHORED = """
      select n.peer_id, b.time, b.slot, b.hash from authored_block b join node n on n.id = b.node
      where b.time >= :start and b.time < :end order by b.time desc, b.hash desc, b.node desc limit :limit""";

  static final String AUTHORED_BY_TIME = """
      select date_bin(make_interval(secs => :seconds), b.time, timestamptz 'epoch'), count(distinct b.hash), count(distinct b.node)
      from authored_block b where b.time >= :start and b.time < :end group by 1""";

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

  record AuthoredAt(Instant ts, long blocks, long nodes) {}

  /** The highest slots that nodes said in the last hour. */
  Chain chain(Instant now) {
    return jdbc.sql(CHAIN)
        .param("since", Times.parameter(now.minusSeconds(3_600)))
        .query((row, n) -> new Chain(row.getLong(1), row.getLong(2)))
        .single();
  }

  /** Who authored most first. */
  List<Author> authors(TimeRange range) {
    return in(AUTHORS, range).query((row, n) -> Author.of(row.getBytes(1), row.getLong(2))).list();
  }

  /** Newest first. */
  List<RecentBlock> authored(TimeRange range, int limit) {
    return in(AUTHORED, range).param("limit", limit)
        .query((row, n) -> new RecentBlock(Bytes32.of(row.getBytes(1)).toHex(),
            row.getObject(2, OffsetDateTime.class).toInstant(), row.getObject(3, Long.class),
            "0x" + Bytes32.of(row.getBytes(4)).toHex()))
        .list();
  }

  List<AuthoredAt> authoredByTime(TimeRange range, long seconds) {
    return in(AUTHORED_BY_TIME, range).param("seconds", BigDecimal.valueOf(seconds))
        .query((row, n) -> new AuthoredAt(row.getObject(1, OffsetDateTime.class).toInstant(), row.getLong(2),
            row.getLong(3)))
        .list();
  }

  /** The newest status report of each node that sent one since a moment. */
  List<Said> statuses(Instant since) {
    return jdbc.sql(STATUSES)
        .param("since", Times.parameter(since))
        .query((row, n) -> new Said(Bytes32.of(row.getBytes(1)),
            row.getObject(2, OffsetDateTime.class).toInstant(), status(row.getBytes(3),
                new Protocol(row.getInt(4), row.getInt(5), TrailingBytes.ACCEPTED))))
        .list();
  }

  private JdbcClient.StatementSpec in(String sql, TimeRange range) {
    return jdbc.sql(sql)
        .param("start", Times.parameter(range.from()))
        .param("end", Times.parameter(range.to()));
  }

  private static @Nullable Status status(byte[] bytes, Protocol protocol) {
    try {
      return Events.decode(bytes, protocol) instanceof Status status ? status : null;
    } catch (DecodeException e) {
      return null;
    }
  }
}
