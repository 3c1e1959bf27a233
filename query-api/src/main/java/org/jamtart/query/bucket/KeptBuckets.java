package org.jamtart.query.bucket;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.ToIntFunction;
import org.jamtart.query.grafana.Span;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Buckets of one table as they were read, each kept as long as it has the version that it had then. So a question costs a row for each
 * bucket, and the rows of the few buckets that were written since somebody asked before. Whoever asks is in a
 * snapshot, in which versions and rows belong together. Thread-safe.
 *
 * @param <T> what is made of the rows of a bucket; not changed any more
 */
final class KeptBuckets<T> {

  /** Buckets that are read and handed out together: of a long range never more than these are held at once. */
  private static final int TOGETHER = 128;

  private static final String OF_TIER = """
      select tier, bucket, version from bucket_version
      where source = :source and tier = :tier and bucket >= :start and bucket < :end order by bucket""";

  private static final String OF_ALL_TIERS = """
      select v.tier, v.bucket, v.version from %s v where v.source = :source order by v.bucket"""
      .formatted(Span.rows("bucket_version"));

  /** How a table's buckets are read. */
  interface Reader<T> {

    /** The statement, with the parameters {@code tier} and {@code buckets}, an array of texts. */
    String sql();

    /** What is made of the rows, by bucket; buckets without rows are left out. */
    Map<Instant, T> read(ResultSet rows) throws SQLException;
  }

  private record Key(short tier, Instant begins) {}

  private record Kept<T>(long version, T value) {}

  private record Version(Key key, long number) {}

  private final JdbcClient jdbc;
  private final String source;
  private final Reader<T> reader;
  private final T nothing;
  private final Cache<Key, Kept<T>> kept;

  /**
   * @param nothing what a bucket without rows is
   * @param bytes   heap that one takes, about
   * @param most    heap that all that are kept take
   */
  KeptBuckets(JdbcClient jdbc, String source, Reader<T> reader, T nothing, ToIntFunction<T> bytes,
      long most) {
    this.jdbc = jdbc;
    this.source = source;
    this.reader = reader;
    this.nothing = nothing;
    this.kept = Caffeine.newBuilder()
        .maximumWeight(most)
        .weigher((Key key, Kept<T> value) -> bytes.applyAsInt(value.value))
        .build();
  }

  /** The buckets of a span's tier, in the order of time. */
  void each(Span span, BiConsumer<Instant, T> bucket) {
    visit(span, OF_TIER, bucket);
  }

  /** The buckets of which a span is made up, as long ones as there are, for sums over all of it; in the order of time. */
  void whole(Span span, BiConsumer<Instant, T> bucket) {
    visit(span, OF_ALL_TIERS, bucket);
  }

  private void visit(Span span, String sql, BiConsumer<Instant, T> bucket) {
    List<Version> versions = span.in(jdbc.sql(sql))
        .param("source", source)
        .query((row, n) -> new Version(
            new Key(row.getShort(1), row.getObject(2, OffsetDateTime.class).toInstant()), row.getLong(3)))
        .list();
    for (int from = 0; from < versions.size(); from += TOGETHER) {
      List<Version> some = versions.subList(from, Math.min(versions.size(), from + TOGETHER));
      Map<Key, T> values = values(some);
      some.forEach(
          version -> bucket.accept(version.key.begins, values.getOrDefault(version.key, nothing)));
    }
  }

  private Map<Key, T> values(List<Version> versions) {
    Map<Key, T> values = HashMap.newHashMap(versions.size());
    Map<Short, List<Version>> missing = new HashMap<>();
    for (Version version : versions) {
      Kept<T> known = kept.getIfPresent(version.key);
      if (known != null && known.version == version.number) {
        values.put(version.key, known.value);
      } else {
        missing.computeIfAbsent(version.key.tier, tier -> new ArrayList<>()).add(version);
      }
    }
    missing.forEach((tier, some) -> read(tier, some, values));
    return values;
  }

  private void read(short tier, List<Version> versions, Map<Key, T> values) {
    Map<Instant, T> found = jdbc.sql(reader.sql())
        .param("tier", tier)
        .param("buckets",
            versions.stream().map(version -> version.key.begins.toString()).toArray(String[]::new))
        .query(reader::read);
    for (Version version : versions) {
      T value = found.getOrDefault(version.key.begins, nothing);
      values.put(version.key, value);
      kept.put(version.key, new Kept<>(version.number, value));
    }
  }
}
