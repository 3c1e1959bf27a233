package org.jamtart.query.workpackage;

import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jamtart.wire.Bytes32;
import org.jspecify.annotations.Nullable;

/**
 * A package, as all nodes together or those that were asked for told of it. Times are those of the first report, null when
 * there was none.
 *
 * @param core     -1 when not known
 * @param services of the work items in their order, unsigned; empty when not known
 * @param node     who received it first
 */
record PackageRow(Bytes32 hash, Instant firstSeen, Instant lastUpdated, int core, List<Long> services,
    Bytes32 node, @Nullable Instant received, @Nullable Instant authorized, @Nullable Instant refined,
    @Nullable Instant reportBuilt, @Nullable Instant guaranteeBuilt, @Nullable Instant distributed,
    @Nullable Instant failed, @Nullable BigDecimal refineGas, @Nullable String failure, int receivedBy,
    int guaranteedBy, @Nullable Integer stage) {

  static PackageRow of(ResultSet row, int number) throws SQLException {
    return new PackageRow(Bytes32.of(row.getBytes("hash")), Objects.requireNonNull(time(row, "first_seen")),
        Objects.requireNonNull(time(row, "last_updated")), row.getInt("core"),
        Arrays.asList((Long[]) row.getArray("services").getArray()), Bytes32.of(row.getBytes("peer_id")),
        time(row, "received_at"), time(row, "authorized_at"), time(row, "refined_at"),
        time(row, "report_built_at"), time(row, "guarantee_built_at"), time(row, "distributed_at"),
        time(row, "failed_at"), row.getBigDecimal("refine_gas"), row.getString("failure_reason"),
        row.getInt("received_by"), row.getInt("guaranteed_by"), row.getObject("stage", Integer.class));
  }

  private static @Nullable Instant time(ResultSet row, String column) throws SQLException {
    @Nullable
    OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
    return time == null ? null : time.toInstant();
  }
}
