package org.jamtart.query.audit;

import io.swagger.v3.oas.annotations.media.Schema;
import java.math.BigInteger;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Comparator;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Stream;
import org.jamtart.wire.Bytes32;
import org.jspecify.annotations.Nullable;

/**
 * How a node got the bundle of an audit. Times are of the node's clock, and absent where it did not say so.
 *
 * @param session               the node's connection to TART
 * @param auditId               the node's number for the audit, which it may use again
 * @param time                  of the first event that is known of it
 * @param firstShardRequestAt   first request for a shard
 * @param firstBundleRequestAt  first request for the whole bundle
 * @param bundleReceivedAt      when the whole bundle came
 * @param reconstructingAt      when it began to put the bundle together from shards
 * @param trivial               whether that needs no arithmetic
 * @param reconstructedAt       when it had done that
 * @param recovered             whether it has the bundle, by either way
 * @param recoveryMs            from the first request of any kind until it had the bundle
 * @param shardRequests         how many requests for shards there were
 * @param shardsReceived        how many of them were answered
 * @param shardFailures         how many failed
 */
@Schema(name = "Audit")
record AuditView(String nodeId, @Nullable UUID session, BigInteger auditId, Instant time,
    @Nullable Instant firstShardRequestAt, @Nullable Instant firstBundleRequestAt,
    @Nullable Instant bundleReceivedAt, @Nullable Instant reconstructingAt, @Nullable Boolean trivial,
    @Nullable Instant reconstructedAt, boolean recovered, @Nullable Double recoveryMs, long shardRequests,
    long shardsReceived, long shardFailures, long bundleRequests, long bundleFailures) {

  static AuditView of(ResultSet row, Instant time) throws SQLException {
    @Nullable
    Instant shard = time(row, "first_shard");
    @Nullable
    Instant bundle = time(row, "first_bundle");
    @Nullable
    Instant transferred = time(row, "transferred");
    @Nullable
    Instant reconstructed = time(row, "reconstructed");
    @Nullable
    Instant recovered = reconstructed == null ? transferred : reconstructed;
    @Nullable
    Instant begun = Stream.of(shard, bundle)
        .filter(Objects::nonNull)
        .min(Comparator.naturalOrder())
        .orElse(null);
    return new AuditView(Bytes32.of(row.getBytes("peer_id")).toHex(), row.getObject("uuid", UUID.class),
        new BigInteger(Long.toUnsignedString(row.getLong("audit_id"))), time, shard, bundle, transferred,
        time(row, "reconstructing"), row.getObject("trivial", Boolean.class), reconstructed,
        recovered != null, begun == null || recovered == null ? null : (Double) millis(begun, recovered),
        row.getLong("shard_requests"), row.getLong("shards"), row.getLong("shard_failures"),
        row.getLong("bundle_requests"), row.getLong("bundle_failures"));
  }

  private static double millis(Instant from, Instant to) {
    return Duration.between(from, to).toNanos() / 1e6;
  }

  private static @Nullable Instant time(ResultSet row, String column) throws SQLException {
    @Nullable
    OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
    return time == null ? null : time.toInstant();
  }
}
