package org.jamtart.persister.context;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jamtart.persister.context.OpeningKey.Kind;
import org.jamtart.persister.context.Remembered.Completion;
import org.jamtart.persister.time.Times;
import org.jamtart.store.OpeningColumns;
import org.jamtart.wire.Bytes32;
import org.jspecify.annotations.Nullable;

/** The openings as rows of the table {@code opening}. */
public final class OpeningRows {

  /** Of an opening that was used for long there are several rows: the newest has all that is known. */
  private static final String READ = """
      select o.* from unnest(?::bigint[], ?::bigint[], ?::smallint[]) as wanted (session, id, kind)
      cross join lateral (
        select session, id, kind, (extract(epoch from used) * 1000000)::bigint as used_micros, seq,
          (extract(epoch from time) * 1000000)::bigint as time_micros, completed, submission, slot, core, type, hash,
          peer, audit, work_package, services
        from opening
        where session = wanted.session and id = wanted.id and kind = wanted.kind and used >= ?
        order by used desc limit 1) as o""";

  private OpeningRows() {}

  /** Those of some keys that there are, used since a time or later, Unix microseconds. */
  public static List<Remembered> read(Connection connection, Collection<OpeningKey> keys, long since)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(READ)) {
      statement.setObject(1, keys.stream().mapToLong(OpeningKey::session).toArray());
      statement.setObject(2, keys.stream().mapToLong(OpeningKey::id).toArray());
      statement.setArray(3, connection.createArrayOf("int2",
          keys.stream().map(key -> key.kind().number()).toArray(Short[]::new)));
      statement.setObject(4, Times.instant(since).atOffset(ZoneOffset.UTC));
      List<Remembered> found = new ArrayList<>();
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          found.add(remembered(row));
        }
      }
      return found;
    }
  }

  private static Remembered remembered(ResultSet row) throws SQLException {
    var key = new OpeningKey(row.getLong("session"), row.getLong("id"), Kind.of(row.getShort("kind")));
    var context = new Context(orNone(row.getObject("core", Integer.class)),
        orNone(row.getObject("slot", Long.class)), row.getBytes("work_package"),
        OpeningColumns.services(row.getBytes("services")), row.getObject("submission", Long.class));
    Long completed = row.getObject("completed", Long.class);
    // What completes it brings all of its context but the number of the submission, which is its own.
    var before = completed == null
        ? context
        : new Context(-1, -1, null, Context.NONE.services(), context.submission());
    var opening = new Opening(row.getShort("type"), row.getLong("time_micros"), row.getBytes("hash"),
        peer(row.getBytes("peer")), row.getObject("audit", Long.class), before);
    return new Remembered(key, row.getLong("used_micros"), row.getLong("seq"), opening,
        completed == null ? null : new Completion(completed, context));
  }

  private static @Nullable Bytes32 peer(byte @Nullable [] column) {
    return column == null ? null : Bytes32.of(column);
  }

  private static int orNone(@Nullable Integer core) {
    return core == null ? -1 : core;
  }

  private static long orNone(@Nullable Long slot) {
    return slot == null ? -1 : slot;
  }

  /** Adds a row. */
  public static void add(OpeningColumns columns, Remembered remembered) {
    OpeningKey key = remembered.key();
    Opening opening = remembered.opening();
    Completion completion = remembered.completion();
    Context context = completion == null ? opening.context() : completion.context();
    columns.add(remembered.used(), key.session(), key.id(), key.kind().number())
        .was(remembered.seq(), opening.timeMicros(), opening.type(), opening.hash(),
            opening.peer() == null ? null : opening.peer().toByteArray(), opening.audit())
        .about(completion == null ? null : (Long) completion.seq(), context.submission(), context.slot(),
            context.core(), context.workPackage(), context.services());
  }
}
