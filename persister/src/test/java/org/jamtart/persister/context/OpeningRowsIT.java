package org.jamtart.persister.context;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.jamtart.persister.time.Times;
import org.jamtart.store.OpeningEntry;
import org.jamtart.store.OpeningPacks;
import org.jamtart.testsupport.TartTest;
import org.jamtart.testsupport.TestScope;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What is read of packs of openings, against the entries that were written, one by one. */
@TartTest
class OpeningRowsIT {

  private static final long START = 1_764_500_000L * Times.SECOND;
  private static final String INSERT = """
      insert into opening_pack (used, session, block, entries)
      select timestamptz 'epoch' + used * interval '1 microsecond', session, block, entries
      from unnest(?::bigint[], ?::bigint[], ?::bigint[], ?::bytea[]) given (used, session, block, entries)""";

  /** The last use is the greatest, and of that the first completion. */
  private static final Comparator<OpeningEntry> ORDER = Comparator.comparingLong(OpeningEntry::used)
      .thenComparing(Comparator.comparingLong(OpeningRowsIT::completed).reversed());

  private final Random random = new Random(23);

  private record Written(OpeningKey key, OpeningEntry entry) {}

  @Test
  void of_many_entries_of_an_opening_the_last_use_counts_and_of_that_the_first_completion(TestScope scope)
      throws SQLException {
    List<Written> all = new ArrayList<>();
    try (Connection connection = scope.database().connect();
        Statement statement = connection.createStatement()) {
      statement.execute(
          "create table opening_pack_all partition of opening_pack for values from ('2025-01-01') to ('2027-01-01')");
      for (int transaction = 0; transaction < 40; transaction++) {
        List<Written> some = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
          some.add(entry());
        }
        write(connection, some);
        all.addAll(some);
      }
      var keys = new HashSet<OpeningKey>();
      all.forEach(written -> keys.add(written.key));
      keys.add(new OpeningKey(9, 1, OpeningKey.Kind.EVENT));
      for (long since : new long[]{0, START + 30 * Times.SECOND, START + 97 * Times.SECOND}) {
        assertThat(texts(OpeningRows.read(connection, keys, since))).as("since %d", since)
            .isEqualTo(expected(all, keys, since));
      }
      var few = Set.of(new OpeningKey(1, 63, OpeningKey.Kind.EVENT),
          new OpeningKey(2, -1, OpeningKey.Kind.AUDIT));
      assertThat(texts(OpeningRows.read(connection, few, 0))).isEqualTo(expected(all, few, 0));
    }
  }

  /** Few keys, so that each is written often: IDs on both sides of the bounds of blocks, and the last ones of all. */
  private Written entry() {
    long session = 1 + random.nextInt(2);
    long id = List.of(0L, 1L, 62L, 63L, 64L, 65L, 127L, 128L, -1L, -64L, -65L).get(random.nextInt(11));
    OpeningKey.Kind kind = OpeningKey.Kind.values()[random.nextInt(3)];
    // Whole periods of fifteen seconds and their last moments are among the times, and one time again and again.
    long used = START + (random.nextBoolean()
        ? random.nextInt(8) * 15 * Times.SECOND - random.nextInt(2)
        : random.nextInt(100) * Times.SECOND);
    @Nullable
    Long completed = random.nextInt(3) == 0 ? null : (Long) random.nextLong(1_000);
    return new Written(new OpeningKey(session, id, kind),
        new OpeningEntry(used, id, kind.number(), random.nextInt(50), used, (short) 90, null, null, null,
            completed, null,
            -1, completed == null ? -1 : (int) (completed % 300), null, new int[0]));
  }

  /** As a transaction does: of one opening and one use one entry, those of a row one after the other. */
  private static void write(Connection connection, List<Written> some) throws SQLException {
    List<Written> sorted = new ArrayList<>(some);
    sorted.sort(Comparator.comparingLong((Written written) -> written.key.session())
        .thenComparingLong(written -> OpeningPacks.block(written.key.id()))
        .thenComparingLong(written -> OpeningPacks.period(written.entry.used())));
    var packs = new OpeningPacks();
    sorted.forEach(written -> packs.add(written.key.session(), written.entry));
    List<Object> columns = packs.parameters(0, packs.size());
    try (PreparedStatement insert = connection.prepareStatement(INSERT)) {
      for (int i = 0; i < columns.size(); i++) {
        insert.setObject(i + 1, columns.get(i));
      }
      assertThat(insert.executeUpdate()).isEqualTo(packs.size());
    }
  }

  /** Entries that tell the same are one: of those of one use and one completion any will do. */
  private static Map<OpeningKey, String> expected(List<Written> all, Set<OpeningKey> keys, long since) {
    Map<OpeningKey, OpeningEntry> best = new TreeMap<>();
    for (Written written : all) {
      if (keys.contains(written.key) && written.entry.used() >= since) {
        best.merge(written.key, written.entry, (a, b) -> ORDER.compare(a, b) >= 0 ? a : b);
      }
    }
    Map<OpeningKey, String> expected = new TreeMap<>();
    best.forEach((key, entry) -> expected.put(key, entry.used() + " completed by " + entry.completed()
        + (entry.completed() == null ? " core -1" : " core " + entry.core())));
    return expected;
  }

  private static long completed(OpeningEntry entry) {
    return entry.completed() == null ? Long.MAX_VALUE : entry.completed();
  }

  private static Map<OpeningKey, String> texts(List<Remembered> found) {
    Map<OpeningKey, String> texts = new TreeMap<>();
    for (Remembered each : found) {
      var completion = each.completion();
      texts.put(each.key(), each.used() + " completed by "
          + (completion == null
              ? "null core -1"
              : completion.seq() + " core " + completion.context().core()));
    }
    assertThat(texts).hasSameSizeAs(found);
    return texts;
  }
}
