package org.jamtart.query.quarantine;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import java.util.UUID;
import org.jamtart.query.request.Times;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/** Writes wishes to decode again, which the persister executes, and reads how far it is. */
public final class RetrySql {

  private static final String INSERT = """
      insert into quarantine_retry (id, peer_id, types, reason, requested_at, state, decoded)
      values (:id, :peer, :types, :reason, :now, 'waiting', 0)""";

  private static final String ONE = """
      select id, peer_id, types, reason, requested_at, state, finished_at, decoded, remaining, beyond
      from quarantine_retry where id = :id""";

  private final JdbcClient jdbc;
  private final TransactionTemplate writing;

  public RetrySql(JdbcClient jdbc, PlatformTransactionManager manager) {
    this.jdbc = jdbc;
    this.writing = new TransactionTemplate(manager);
    writing.setIsolationLevel(TransactionDefinition.ISOLATION_READ_COMMITTED);
  }

  /** Asks for it; connections of this service read only, unless a transaction says otherwise at its beginning. */
  void insert(UUID id, QuarantineFilter filter, Instant now) {
    var types = filter.types();
    writing.executeWithoutResult(status -> {
      jdbc.sql("set transaction read write").update();
      jdbc.sql(INSERT)
          .param("id", id)
          .param("peer", filter.node() == null ? null : filter.node().toByteArray(), java.sql.Types.BINARY)
          .param("types",
              types == null ? null : types.stream().map(Integer::shortValue).toArray(Short[]::new))
          .param("reason", filter.reason(), java.sql.Types.VARCHAR)
          .param("now", Times.parameter(now))
          .update();
    });
  }

  Optional<RetryView> one(UUID id) {
    return jdbc.sql(ONE).param("id", id).query(RetrySql::view).optional();
  }

  private static RetryView view(ResultSet row, int number) throws SQLException {
    byte @Nullable [] peer = row.getBytes(2);
    var types = row.getArray(3);
    @Nullable
    OffsetDateTime finished = row.getObject(7, OffsetDateTime.class);
    return new RetryView(row.getObject(1, UUID.class), peer == null ? null : HexFormat.of().formatHex(peer),
        types == null
            ? null
            : Arrays.stream((Short[]) types.getArray()).map(Short::intValue).toList(),
        row.getString(4), row.getObject(5, OffsetDateTime.class).toInstant(), row.getString(6),
        finished == null ? null : finished.toInstant(), row.getLong(8), row.getObject(9, Long.class),
        row.getObject(10, Long.class));
  }
}
