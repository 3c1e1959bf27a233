package org.jamtart.query.slot;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import org.jamtart.query.request.TimeRange;
import org.jamtart.query.request.Times;
import org.jamtart.query.slot.SlotController.SlotBlock;
import org.jamtart.store.Tier;
import org.jamtart.wire.Bytes32;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The counts that are split by slot, and the blocks of a slot. */
final class SlotSql {

  static final String COUNTS = """
      select c.type, sum(c.events)::bigint, min(c.bucket), max(c.bucket) from network_count c
      where c.tier = :tier and c.bucket >= :start and c.bucket < :end and c.type = any(:types) and c.subject = :slot
      group by c.type""";

  static final String BLOCKS = """
      select b.hash, n.peer_id, b.authored_at, b.imported, b.best, b.finalized
      from seen_block b left join node n on n.id = b.author
      where b.slot = :slot and b.time >= :start and b.time < :end order by b.time, b.hash limit 100""";

  private final JdbcClient jdbc;

  SlotSql(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** Events of a type, and the half minutes of the first and the last of them. */
  record Count(int type, long events, Instant first, Instant last) {}

  List<Count> counts(long slot, TimeRange range, List<Integer> types) {
    return jdbc.sql(COUNTS)
        .param("tier", Tier.HALF_MINUTE.id())
        .param("start", Times.parameter(range.from()))
        .param("end", Times.parameter(range.to()))
        .param("types", types.stream().map(Integer::shortValue).toArray(Short[]::new))
        .param("slot", slot)
        .query((row, n) -> new Count(row.getInt(1), row.getLong(2),
            row.getObject(3, OffsetDateTime.class).toInstant(),
            row.getObject(4, OffsetDateTime.class).toInstant()))
        .list();
  }

  /** In the order in which they were seen. */
  List<SlotBlock> blocks(long slot, TimeRange range) {
    return jdbc.sql(BLOCKS)
        .param("slot", slot)
        .param("start", Times.parameter(range.from()))
        .param("end", Times.parameter(range.to()))
        .query((row, n) -> {
          byte @Nullable [] author = row.getBytes(2);
          @Nullable
          OffsetDateTime authored = row.getObject(3, OffsetDateTime.class);
          return new SlotBlock("0x" + Bytes32.of(row.getBytes(1)).toHex(),
              author == null ? null : Bytes32.of(author).toHex(),
              authored == null ? null : authored.toInstant(), row.getInt(4), row.getInt(5), row.getInt(6));
        })
        .list();
  }
}
