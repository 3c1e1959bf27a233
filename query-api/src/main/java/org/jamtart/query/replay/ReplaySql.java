package org.jamtart.query.replay;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.jamtart.query.paging.Cursor;
import org.jamtart.query.request.Times;
import org.jamtart.wire.Bytes32;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/** The table {@code replays}: the only one that this service writes. The persisters do what its rows ask for. */
public final class ReplaySql {

  private static final String SELECT = """
      select id, requested_at, range_from, range_to, projections, nodes, dry_run, state, updated_at, finished_at,
        complete_since, records_total, records, events, bytes, skipped, busy_ms, error, kept,
        longest_stop_ms, to_server, speed from replays
      """;

  private final JdbcClient jdbc;
  private final TransactionTemplate writing;

  public ReplaySql(JdbcClient jdbc, PlatformTransactionManager manager) {
    this.jdbc = jdbc;
    this.writing = new TransactionTemplate(manager);
    writing.setIsolationLevel(TransactionDefinition.ISOLATION_READ_COMMITTED);
  }

  /** Connections of this service read only, unless a transaction says otherwise at its beginning. */
  private <T> T write(Supplier<T> work) {
    return writing.execute(status -> {
      jdbc.sql("set transaction read write").update();
      return work.get();
    });
  }

  ReplayView insert(UUID id, Instant now, ReplayRequest.Range range) {
    return write(() -> {
      jdbc.sql(
          """
              insert into replays (id, requested_at, range_from, range_to, projections, nodes, dry_run, state, updated_at,
                to_server, speed)
              values (:id, :now, :from, :to, :projections, :nodes, :dry, 'pending', :now, :server, cast(:speed as float8))""")
          .param("id", id)
          .param("now", Times.parameter(now))
          .param("from", Times.parameter(range.from()))
          .param("to", Times.parameter(range.to()))
          .param("projections", range.projections().toArray(String[]::new))
          .param("nodes", range.nodes().stream().map(Bytes32::toByteArray).toArray(byte[][]::new))
          .param("dry", range.dryRun())
          .param("server", range.toServer())
          .param("speed", range.speed())
          .update();
      return one(id).orElseThrow();
    });
  }

  Optional<ReplayView> one(UUID id) {
    return jdbc.sql(SELECT + "where id = :id").param("id", id).query(ReplaySql::view).optional();
  }

  /** The newest first. */
  List<ReplayView> page(@Nullable Cursor after, int entries) {
    return jdbc
        .sql(SELECT + """
            where (requested_at, id) < (:at, :id)
            order by requested_at desc, id desc limit :entries""")
        .param("at",
            Times.parameter(
                after == null ? Instant.parse("9999-12-31T00:00:00Z") : Times.ofMicros(after.first())))
        .param("id", after == null ? new UUID(-1, -1) : new UUID(after.second(), after.third()))
        .param("entries", entries)
        .query(ReplaySql::view)
        .list();
  }

  /** Stops it if it is not over; what it has written stays, and so does its checkpoint. */
  Optional<ReplayView> cancel(UUID id) {
    return change(id, """
        update replays set state = 'cancelled', lease_holder = null, lease_until = null, updated_at = now(),
          finished_at = now()
        where id = :id and state in ('pending', 'running')""");
  }

  /** Lets it go on from its checkpoint if it was cancelled or failed. */
  Optional<ReplayView> resume(UUID id) {
    return change(id, """
        update replays set state = 'pending', finished_at = null, error = null, updated_at = now()
        where id = :id and state in ('cancelled', 'failed')""");
  }

  private Optional<ReplayView> change(UUID id, String sql) {
    return write(() -> {
      jdbc.sql(sql).param("id", id).update();
      return one(id);
    });
  }

  private static ReplayView view(ResultSet row, int number) throws SQLException {
    List<String> nodes = new ArrayList<>();
    for (Object node : (Object[]) row.getArray(6).getArray()) {
      nodes.add(HexFormat.of().formatHex((byte[]) node));
    }
    long busy = row.getLong(17);
    return new ReplayView(row.getObject(1, UUID.class), time(row, 2), time(row, 3), time(row, 4),
        List.of((String[]) row.getArray(5).getArray()), nodes, row.getBoolean(7), row.getString(8),
        time(row, 9),
        timeOrNull(row, 10), timeOrNull(row, 11), row.getLong(12), row.getLong(13), row.getLong(14),
        row.getLong(15), row.getLong(16), busy == 0 ? 0 : Math.round(row.getLong(14) * 1e4 / busy) / 10.0,
        List.of((String[]) row.getArray(19).getArray()), row.getLong(20), row.getString(21),
        row.getObject(22, Double.class), row.getString(18));
  }

  private static Instant time(ResultSet row, int column) throws SQLException {
    return row.getObject(column, OffsetDateTime.class).toInstant();
  }

  private static @Nullable Instant timeOrNull(ResultSet row, int column) throws SQLException {
    OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
    return time == null ? null : time.toInstant();
  }
}
