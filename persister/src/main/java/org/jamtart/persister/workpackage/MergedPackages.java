package org.jamtart.persister.workpackage;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.jamtart.persister.merge.Merged;
import org.jamtart.persister.workpackage.PackageHours.Rolled;
import org.jspecify.annotations.Nullable;

/** Makes one row of what all nodes told of a work package. */
final class MergedPackages implements Merged {

  static final short KIND = 2;

  /** Each time is the first at which any node said it; core, services and node are those of the first reception. */
  private static final String MERGE = """
      with part as materialized (
        select p.*, n.peer_id from node_package p join node n on n.id = p.node where p.hash = any(?)),
      arrival as (
        select distinct on (hash) hash, core, services, node from part
        order by hash, received_at nulls last, first_seen, peer_id),
      refinement as (
        select distinct on (hash) hash, refine_gas from part where refined_at is not null
        order by hash, refined_at, refine_gas),
      failure as (
        select distinct on (hash) hash, failure_reason from part where failed_at is not null
        order by hash, failed_at, failure_reason)
      insert into work_package (hash, first_seen, last_updated, core, services, node, received_at, authorized_at,
        refined_at, report_built_at, guarantee_built_at, distributed_at, failed_at, refine_gas, failure_reason,
        received_by, guaranteed_by)
      select p.hash, min(p.first_seen), max(p.last_updated), a.core, a.services, a.node, min(p.received_at),
        min(p.authorized_at), min(p.refined_at), min(p.report_built_at), min(p.guarantee_built_at),
        min(p.distributed_at), min(p.failed_at), r.refine_gas, f.failure_reason, count(p.received_at),
        count(p.guarantee_built_at)
      from part p join arrival a using (hash) left join refinement r using (hash) left join failure f using (hash)
      group by p.hash, a.core, a.services, a.node, r.refine_gas, f.failure_reason
      order by p.hash
      on conflict (hash) do update set
        first_seen = excluded.first_seen, last_updated = excluded.last_updated, core = excluded.core,
        services = excluded.services, node = excluded.node, received_at = excluded.received_at,
        authorized_at = excluded.authorized_at, refined_at = excluded.refined_at,
        report_built_at = excluded.report_built_at, guarantee_built_at = excluded.guarantee_built_at,
        distributed_at = excluded.distributed_at, failed_at = excluded.failed_at, refine_gas = excluded.refine_gas,
        failure_reason = excluded.failure_reason, received_by = excluded.received_by,
        guaranteed_by = excluded.guaranteed_by""";

  /**
   * Hours in which the nodes' parts of packages are, or were before, and the packages with them: a package's first time is that of one of
   * its parts. Of those that are rolled up and can be made again.
   */
  private static final String HOURS = """
      select distinct hour from (
        select date_trunc('hour', unnest(p.first_seen || p.left_hours), 'UTC') from node_package p where p.hash = any(?)) of(hour)
      where hour >= ? and hour < ?""";

  private final PackageHours hours;
  private final InstantSource clock;

  MergedPackages(PackageHours hours, InstantSource clock) {
    this.hours = hours;
    this.clock = clock;
  }

  @Override
  public short kind() {
    return KIND;
  }

  @Override
  public String name() {
    return "packages";
  }

  @Override
  public void merge(Connection connection, List<byte[]> keys) throws SQLException {
    Array hashes = connection.createArrayOf("bytea", keys.toArray(byte[][]::new));
    merge(connection, hashes);
    @Nullable
    Rolled rolled = PackageHours.rolled(connection);
    if (rolled != null) {
      for (Instant hour : hours(connection, hashes, rolled)) {
        hours.again(connection, hour, rolled);
      }
    }
  }

  private static void merge(Connection connection, Array hashes) throws SQLException {
    try (PreparedStatement merge = connection.prepareStatement(MERGE)) {
      merge.setArray(1, hashes);
      merge.executeUpdate();
    }
  }

  private static List<Instant> hours(Connection connection, Array hashes, Rolled rolled) throws SQLException {
    List<Instant> hours = new ArrayList<>();
    try (PreparedStatement statement = connection.prepareStatement(HOURS)) {
      statement.setArray(1, hashes);
      statement.setObject(2, rolled.whole().atOffset(ZoneOffset.UTC));
      statement.setObject(3, rolled.to().atOffset(ZoneOffset.UTC));
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          hours.add(row.getObject(1, OffsetDateTime.class).toInstant());
        }
      }
    }
    return hours;
  }

  @Override
  public void settle(Connection connection) throws SQLException {
    hours.next(connection, clock.instant());
  }
}
