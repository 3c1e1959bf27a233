package org.jamtart.persister.projection;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import org.jamtart.store.SumColumns;
import org.jamtart.store.SumTable;
import org.jamtart.store.Tier;

/**
 * Gives the buckets that a transaction writes a new version, so that readers keep what they made of the others. It comes last in a
 * transaction: all who write the bucket of now wait for one another there.
 */
public final class BucketVersions {

  /** The name of the table of versions. */
  public static final String TABLE = "bucket_version";

  /** The counts of which readers make figures of the network. */
  private static final Set<SumTable> VERSIONED = Set.of(SumTable.NODE_ACTIVITY, SumTable.FAILURE_COUNT,
      SumTable.NODE_COUNT, SumTable.NETWORK_COUNT);

  private static final String WRITE = """
      insert into bucket_version (source, tier, bucket, version)
      select source, tier, timestamptz 'epoch' + bucket * interval '1 microsecond', ?
      from unnest(?, ?, ?) as given (source, tier, bucket)
      on conflict (tier, bucket, source) do update set version = excluded.version""";

  private static final Comparator<Bucket> ORDER = Comparator.comparingInt(Bucket::tier)
      .thenComparingLong(Bucket::begins)
      .thenComparing(Bucket::source);

  private BucketVersions() {}

  /**
   * A bucket of a count.
   *
   * @param begins first moment of it, Unix microseconds
   */
  public record Bucket(short tier, long begins, String source) {}

  /** Whether a table's buckets have versions. */
  public static boolean has(String table) {
    return VERSIONED.stream().anyMatch(versioned -> versioned.table().equals(table));
  }

  /** Inside the transaction that writes the rows. */
  public static void write(Connection connection, Collection<SumColumns> tables) throws SQLException {
    Set<Bucket> buckets = new HashSet<>();
    for (SumColumns rows : tables) {
      if (VERSIONED.contains(rows.table())) {
        add(rows, buckets);
      }
    }
    renew(connection, buckets);
  }

  private static void add(SumColumns rows, Set<Bucket> buckets) {
    var tier = rows.column("tier");
    var bucket = rows.column("bucket");
    long lastTier = -1;
    long last = 0;
    for (int row = 0; row < rows.size(); row++) {
      long ofRow = tier.applyAsLong(row);
      long begins = bucket.applyAsLong(row);
      if (ofRow != lastTier || begins != last) { // rows of a bucket come one behind the other
        buckets.add(new Bucket((short) ofRow, begins, rows.table().table()));
        lastTier = ofRow;
        last = begins;
      }
    }
  }

  /** The same, inside the transaction that has written rows of these buckets: always in one order. Nobody keeps seconds. */
  public static void renew(Connection connection, Collection<Bucket> changed) throws SQLException {
    List<Bucket> buckets = changed.stream()
        .filter(bucket -> bucket.tier != Tier.SECOND.id())
        .distinct()
        .sorted(ORDER)
        .toList();
    if (buckets.isEmpty()) {
      return;
    }
    List<Short> tiers = new ArrayList<>(buckets.size());
    buckets.forEach(bucket -> tiers.add(bucket.tier));
    try (PreparedStatement statement = connection.prepareStatement(WRITE)) {
      statement.setLong(1, ThreadLocalRandom.current().nextLong());
      statement.setArray(2, connection.createArrayOf("text", buckets.stream().map(Bucket::source).toArray()));
      statement.setArray(3, connection.createArrayOf("int2", tiers.toArray()));
      statement.setArray(4, connection.createArrayOf("int8", buckets.stream().map(Bucket::begins).toArray()));
      statement.executeUpdate();
    }
  }
}
