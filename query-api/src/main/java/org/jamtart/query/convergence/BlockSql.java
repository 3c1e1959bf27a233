package org.jamtart.query.convergence;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import org.jamtart.query.horizon.Retained;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Reads how blocks spread, and what is in them: what a query costs depends on the rows of its page. */
final class BlockSql {

  static final String CONVERGENCE = """
      select c.*, n.peer_id from (
        select * from block_convergence
        where authored_at >= :after and authored_at < :end and (cast(:types as smallint[]) is null or type = any(:types))
        order by authored_at, hash, type"""
      + Page.ORDERED + """
          ) c join node n on n.id = c.node order by c.authored_at, c.hash, c.type""";

  static final String CONTENTS = """
      select b.*, n.peer_id from (
        select * from authored_block where time >= :after and time < :end order by time, hash, node"""
      + Page.ORDERED + """
          ) b join node n on n.id = b.node order by b.time, b.hash, b.node""";

  private final JdbcClient jdbc;
  private final Retained retained;

  BlockSql(JdbcClient jdbc, Retained retained) {
    this.jdbc = jdbc;
    this.retained = retained;
  }

  List<BlockSpreadController.BlockSpread> convergence(Page page, @Nullable Collection<Integer> types,
      Skew skew) {
    return page.in(jdbc.sql(CONVERGENCE))
        .param("types", types == null ? null : types.stream().map(Integer::shortValue).toArray(Short[]::new))
        .query((row, n) -> BlockSpreadController.BlockSpread.of(row, skew))
        .list();
  }

  List<BlockSpreadController.BlockContents> contents(Page page) {
    return page.in(jdbc.sql(CONTENTS)).query((row, n) -> BlockSpreadController.BlockContents.of(row)).list();
  }

  @Nullable
  Instant since(String table) {
    return retained.completeSince(table).orElse(null);
  }
}
