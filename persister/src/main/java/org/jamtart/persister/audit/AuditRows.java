package org.jamtart.persister.audit;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.Collection;
import org.jamtart.persister.time.Times;

/** Reads what is known of audits, and keeps others from changing it until the end of the transaction. */
final class AuditRows {

  private static final String KNOWN = """
      select a.session, a.audit_id, a.time, a.last_seq, a.transferred, a.reconstructed
      from unnest(?, ?) as k (session, audit_id)
      join audit a on a.session = k.session and a.audit_id = k.audit_id
      where a.time >= ? and a.time <= ?
      order by a.session, a.audit_id, a.time for update of a""";

  private AuditRows() {}

  /** The audits of some keys that began in a range of time, Unix microseconds, in the order of their beginning. */
  static SortedMap<AuditKey, List<Audit>> known(Connection connection, Collection<AuditKey> keys, long from,
      long to) throws SQLException {
    SortedMap<AuditKey, List<Audit>> known = new TreeMap<>();
    try (PreparedStatement statement = connection.prepareStatement(KNOWN)) {
      statement.setArray(1,
          connection.createArrayOf("bigint", keys.stream().map(AuditKey::session).toArray()));
      statement.setArray(2, connection.createArrayOf("bigint", keys.stream().map(AuditKey::id).toArray()));
      statement.setObject(3, Times.instant(from).atOffset(ZoneOffset.UTC));
      statement.setObject(4, Times.instant(to).atOffset(ZoneOffset.UTC));
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          var key = new AuditKey(row.getLong(1), row.getLong(2));
          known.computeIfAbsent(key, absent -> new ArrayList<>())
              .add(new Audit(key, time(row, 3), row.getLong(4), time(row, 5), time(row, 6)));
        }
      }
    }
    return known;
  }

  /** The end of time for null. */
  private static long time(ResultSet row, int column) throws SQLException {
    OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
    return time == null ? Long.MAX_VALUE : Times.micros(time.toInstant());
  }
}
