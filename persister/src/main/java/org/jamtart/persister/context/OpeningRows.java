package org.jamtart.persister.context;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jamtart.persister.context.OpeningKey.Kind;
import org.jamtart.persister.context.Remembered.Completion;
import org.jamtart.persister.time.Times;
import org.jamtart.store.OpeningEntry;
import org.jamtart.store.OpeningPacks;
import org.jamtart.wire.Bytes32;
import org.jspecify.annotations.Nullable;

/** The openings as entries of the rows of the table {@code opening_pack}. */
public final class OpeningRows {

  private static final String READ = """
      select wanted.session, pack.entries from unnest(?::bigint[], ?::bigint[]) as wanted (session, block)
      cross join lateral (
        select entries from opening_pack
        where session = wanted.session and block = wanted.block and used >= ? offset 0) as pack""";

  private record Block(long session, long number) {}

  private OpeningRows() {}

  /** Those of some keys that there are, used since a time or later, Unix microseconds. */
  public static List<Remembered> read(Connection connection, Collection<OpeningKey> keys, long since)
      throws SQLException {
    Set<OpeningKey> wanted = Set.copyOf(keys);
    List<Block> blocks = wanted.stream()
        .map(key -> new Block(key.session(), OpeningPacks.block(key.id())))
        .distinct()
        .toList();
    Map<OpeningKey, OpeningEntry> found = new HashMap<>();
    try (PreparedStatement statement = connection.prepareStatement(READ)) {
      statement.setObject(1, blocks.stream().mapToLong(Block::session).toArray());
      statement.setObject(2, blocks.stream().mapToLong(Block::number).toArray());
      statement.setObject(3, Times.instant(since).atOffset(ZoneOffset.UTC));
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          long session = row.getLong(1);
          for (OpeningEntry entry : OpeningPacks.entries(row.getBytes(2))) {
            var key = new OpeningKey(session, entry.id(), Kind.of(entry.kind()));
            if (entry.used() >= since && wanted.contains(key)) {
              found.merge(key, entry, OpeningRows::newer);
            }
          }
        }
      }
    }
    List<Remembered> remembered = new ArrayList<>(found.size());
    found.forEach((key, entry) -> remembered.add(remembered(key, entry)));
    return remembered;
  }

  /** Of an opening that was used for long there are several entries: the newest has all that is known; and what completed it first. */
  private static OpeningEntry newer(OpeningEntry a, OpeningEntry b) {
    int order = Long.compare(a.used(), b.used());
    return order > 0 || order == 0 && completed(a) <= completed(b) ? a : b;
  }

  private static long completed(OpeningEntry entry) {
    return entry.completed() == null ? Long.MAX_VALUE : entry.completed();
  }

  private static Remembered remembered(OpeningKey key, OpeningEntry entry) {
    var context = new Context(entry.core(), entry.slot(), entry.workPackage(), entry.services(),
        entry.submission());
    Long completed = entry.completed();
    // What completes it brings all of its context but the number of the submission, which is its own.
    var before = completed == null
        ? context
        : new Context(-1, -1, null, Context.NONE.services(), context.submission());
    var opening = new Opening(entry.type(), entry.time(), entry.hash(), peer(entry.peer()), entry.audit(),
        before);
    return new Remembered(key, entry.used(), entry.seq(), opening,
        completed == null ? null : new Completion(completed, context));
  }

  private static @Nullable Bytes32 peer(byte @Nullable [] column) {
    return column == null ? null : Bytes32.of(column);
  }

  /** As it is kept. */
  public static OpeningEntry entry(Remembered remembered) {
    OpeningKey key = remembered.key();
    Opening opening = remembered.opening();
    Completion completion = remembered.completion();
    Context context = completion == null ? opening.context() : completion.context();
    return new OpeningEntry(remembered.used(), key.id(), key.kind().number(), remembered.seq(),
        opening.timeMicros(), opening.type(), opening.hash(),
        opening.peer() == null ? null : opening.peer().toByteArray(), opening.audit(),
        completion == null ? null : (Long) completion.seq(), context.submission(), context.slot(),
        context.core(), context.workPackage(), context.services());
  }
}
