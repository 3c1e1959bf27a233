package org.jamtart.query.workpackage;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import org.jamtart.query.paging.Cursor;
import org.jamtart.query.request.Selection;
import org.jamtart.query.request.TimeRange;
import org.jamtart.query.request.Times;
import org.jamtart.wire.Bytes32;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Single packages: newest first, or by their hashes. */
public final class PackageSql {

  /** The furthest stage that anybody reported; null when only a failure is known. */
  static final String STAGE = """
      case when w.distributed_at is not null then 5 when w.guarantee_built_at is not null then 4
           when w.report_built_at is not null then 3 when w.refined_at is not null then 2
           when w.authorized_at is not null then 1 when w.received_at is not null then 0 end""";

  private static final String COLUMNS = """
      w.hash, w.first_seen, w.last_updated, w.core, w.services, w.received_at, w.authorized_at, w.refined_at,
      w.report_built_at, w.guarantee_built_at, w.distributed_at, w.failed_at, w.refine_gas, w.failure_reason,
      w.received_by, w.guaranteed_by, %s as stage""".formatted(STAGE);

  static final String NEWEST = """
      select w.*, n.peer_id from (
        select %s, w.node from {packages} and (w.first_seen, w.hash) < (cast(:t as timestamptz), :h)
        order by w.first_seen desc, w.hash desc limit :limit) w
      join node n on n.id = w.node order by w.first_seen desc, w.hash desc""".formatted(COLUMNS);

  static final String BY_HASH = """
      select %s, n.peer_id from work_package w join node n on n.id = w.node
      where w.hash = any(:hashes) order by w.first_seen desc, w.hash desc""".formatted(COLUMNS);

  private static final byte[] LAST = new byte[Bytes32.SIZE + 1];

  static {
    java.util.Arrays.fill(LAST, (byte) 0xff);
  }

  private final JdbcClient jdbc;

  public PackageSql(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** Packages behind a cursor. */
  List<PackageRow> newest(Window window, Selection selection, @Nullable Cursor after, int limit) {
    Instant time = after == null ? TimeRange.LAST : Cursor.time(after.first());
    return PackageSource.over(jdbc, NEWEST, window, selection)
        .param("t", Times.parameter(time))
        .param("h", after == null ? LAST : prefix(after))
        .param("limit", limit)
        .query(PackageRow::of)
        .list();
  }

  /** The packages that are known, newest first. */
  List<PackageRow> byHash(Collection<Bytes32> hashes) {
    return jdbc.sql(BY_HASH)
        .param("hashes", hashes.stream().map(Bytes32::toByteArray).toArray(byte[][]::new))
        .query(PackageRow::of)
        .list();
  }

  /** The time and half of the hash, which two packages of one microsecond do not share. */
  static Cursor cursor(PackageRow row) {
    ByteBuffer hash = ByteBuffer.wrap(row.hash().toByteArray());
    return new Cursor(Times.micros(row.firstSeen()), hash.getLong(), hash.getLong());
  }

  private static byte[] prefix(Cursor cursor) {
    return ByteBuffer.allocate(2 * Long.BYTES).putLong(cursor.second()).putLong(cursor.third()).array();
  }
}
