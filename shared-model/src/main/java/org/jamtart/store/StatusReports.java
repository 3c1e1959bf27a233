package org.jamtart.store;

import java.math.BigInteger;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jamtart.store.RowInsert.Column;
import org.jamtart.store.RowInsert.Kind;

/** Some status reports; what is written is added to what is there, of extremes the extreme stays. */
public final class StatusReports {

  private static final List<Column<Figures>> COLUMNS = List.of(
      RowInsert.added("cores", Kind.BIGINT, row -> row.guarantees().cores()),
      RowInsert.greatest("guarantees_max", Kind.INTEGER, row -> row.guarantees().max()),
      RowInsert.least("guarantees_min", Kind.INTEGER, row -> row.guarantees().min()),
      RowInsert.added("guarantees_sum", Kind.BIGINT, row -> row.guarantees().sum()),
      RowInsert.greatest("peers_max", Kind.BIGINT, row -> row.peers().max().longValue()),
      RowInsert.least("peers_min", Kind.BIGINT, row -> row.peers().min().longValue()),
      RowInsert.added("peers_sum", Kind.NUMERIC, row -> row.peers().sum()),
      RowInsert.greatest("preimages_max", Kind.BIGINT, row -> row.preimages().max().longValue()),
      RowInsert.greatest("preimages_size_max", Kind.NUMERIC, row -> row.preimagesSize().max()),
      RowInsert.added("preimages_size_sum", Kind.NUMERIC, row -> row.preimagesSize().sum()),
      RowInsert.added("preimages_sum", Kind.NUMERIC, row -> row.preimages().sum()),
      RowInsert.added("reports", Kind.BIGINT, row -> row.reports()),
      RowInsert.greatest("shards_max", Kind.BIGINT, row -> row.shards().max().longValue()),
      RowInsert.least("shards_min", Kind.BIGINT, row -> row.shards().min().longValue()),
      RowInsert.greatest("shards_size_max", Kind.NUMERIC, row -> row.shardsSize().max()),
      RowInsert.added("shards_size_sum", Kind.NUMERIC, row -> row.shardsSize().sum()),
      RowInsert.added("shards_sum", Kind.NUMERIC, row -> row.shards().sum()),
      RowInsert.greatest("sync_peers_max", Kind.BIGINT, row -> row.syncPeers().max().longValue()),
      RowInsert.least("sync_peers_min", Kind.BIGINT, row -> row.syncPeers().min().longValue()),
      RowInsert.added("sync_peers_sum", Kind.NUMERIC, row -> row.syncPeers().sum()),
      RowInsert.greatest("val_peers_max", Kind.BIGINT, row -> row.valPeers().max().longValue()),
      RowInsert.least("val_peers_min", Kind.BIGINT, row -> row.valPeers().min().longValue()),
      RowInsert.added("val_peers_sum", Kind.NUMERIC, row -> row.valPeers().sum()),
      RowInsert.greatest("zero_cores_max", Kind.INTEGER, row -> row.guarantees().zeroCores()));

  private StatusReports() {}

  /** How rows with figures are inserted, of which a key is a part. */
  @SafeVarargs
  static <R> RowInsert<R> insert(String table, String key, Function<R, Figures> figures, Column<R>... keys) {
    return RowInsert.merging(table, key,
        Stream.concat(Stream.of(keys), COLUMNS.stream().map(column -> column.of(figures))).toList());
  }

  /**
   * One number over some reports.
   *
   * @param sum exact, since a u64 may be among them
   */
  public record Spread(BigInteger sum, BigInteger min, BigInteger max) {

    /** That of one report; unsigned. */
    public static Spread of(long value) {
      BigInteger number = new BigInteger(Long.toUnsignedString(value));
      return new Spread(number, number, number);
    }

    /** Both together. */
    public Spread plus(Spread other) {
      return new Spread(sum.add(other.sum), min.min(other.min), max.max(other.max));
    }
  }

  /**
   * @param cores     how many numbers of guarantees there were
   * @param zeroCores most cores without a guarantee in one report
   */
  public record Guarantees(long cores, long sum, int min, int max, int zeroCores) {}

  /** All numbers of some reports. */
  public record Figures(long reports, Spread peers, Spread valPeers, Spread syncPeers, Spread shards,
      Spread shardsSize, Spread preimages, Spread preimagesSize, Guarantees guarantees) {}
}
