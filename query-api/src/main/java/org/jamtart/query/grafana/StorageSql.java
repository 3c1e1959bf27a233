package org.jamtart.query.grafana;

import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What the tables take on disk; partitions count for their table. */
public final class StorageSql {

  static final String TABLES = """
      select t.root, sum(pg_total_relation_size(t.leaf)), sum(pg_relation_size(t.leaf)), sum(pg_indexes_size(t.leaf)),
             sum(coalesce(pg_total_relation_size(nullif(c.reltoastrelid, 0)), 0)), sum(greatest(c.reltuples, 0))
      from (
        select r.relname::text as root, r.oid as leaf from pg_class r
        where r.relkind = 'r' and not r.relispartition and r.relnamespace = current_schema()::regnamespace
        union all
        select r.relname::text, p.relid from pg_class r, pg_partition_tree(r.oid) p
        where r.relkind = 'p' and not r.relispartition and r.relnamespace = current_schema()::regnamespace and p.isleaf) t
      join pg_class c on c.oid = t.leaf
      group by t.root order by 2 desc, 1""";

  private final JdbcClient jdbc;

  public StorageSql(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** Bytes of one table, and how many rows it had when it was last analyzed. */
  record Table(String name, long total, long heap, long index, long toast, long rows) {}

  List<Table> tables() {
    return jdbc.sql(TABLES)
        .query((row, n) -> new Table(row.getString(1), row.getLong(2), row.getLong(3), row.getLong(4),
            row.getLong(5), row.getLong(6)))
        .list();
  }
}
