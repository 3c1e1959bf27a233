package org.jamtart.query.workpackage;

import java.util.concurrent.ConcurrentHashMap;
import java.util.Map;
import org.jamtart.query.count.Filtered;
import org.jamtart.query.request.Selection;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Where the packages of an answer come from: the merged rows, or, when nodes were asked for, what these nodes said of them. What an
 * answer costs depends on the packages first seen in its range.
 */
public final class PackageSource {

  /** Stands for them in a statement, as {@code w}; a condition may follow with {@code and}. */
  public static final String PACKAGES = "{packages}";

  private static final String OF_ALL = """
      work_package w where w.first_seen >= :start and w.first_seen < :end
        and (cast(:cores as integer[]) is null or w.core = any(:cores))""";

  private static final String OF_NODES = """
      (select m.hash, m.core, m.services, m.node, p.* from (
         select p.hash as package, min(p.first_seen) as first_seen, max(p.last_updated) as last_updated,
           min(p.received_at) as received_at, min(p.authorized_at) as authorized_at, min(p.refined_at) as refined_at,
           min(p.report_built_at) as report_built_at, min(p.guarantee_built_at) as guarantee_built_at,
           min(p.distributed_at) as distributed_at, min(p.failed_at) as failed_at,
           (array_agg(p.refine_gas order by p.refined_at, p.refine_gas) filter (where p.refined_at is not null))[1]
             as refine_gas,
           (array_agg(p.failure_reason order by p.failed_at, p.failure_reason) filter (where p.failed_at is not null))[1]
             as failure_reason,
           count(p.received_at) as received_by, count(p.guarantee_built_at) as guaranteed_by
         from node n join node_package p on p.node = n.id
         where n.peer_id = any(:nodes) and p.first_seen >= :start and p.first_seen < :end group by p.hash) p
       join work_package m on m.hash = p.package) w
      where (cast(:cores as integer[]) is null or w.core = any(:cores))""";

  private static final Map<String, String> OVER_ALL = new ConcurrentHashMap<>();
  private static final Map<String, String> OVER_NODES = new ConcurrentHashMap<>();

  private PackageSource() {}

  /** The statement over the packages that a request asks for. */
  public static JdbcClient.StatementSpec over(JdbcClient jdbc, String sql, Window window,
      Selection selection) {
    String whole = text(sql, selection);
    return Filtered.of(jdbc.sql(whole), whole, selection)
        .param("start", window.start())
        .param("end", window.end());
  }

  /** The same as text. */
  static String text(String sql, Selection selection) {
    return selection.nodes() == null
        ? OVER_ALL.computeIfAbsent(sql, it -> it.replace(PACKAGES, OF_ALL))
        : OVER_NODES.computeIfAbsent(sql, it -> it.replace(PACKAGES, OF_NODES));
  }
}
