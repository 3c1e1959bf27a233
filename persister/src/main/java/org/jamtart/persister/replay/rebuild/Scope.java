package org.jamtart.persister.replay.rebuild;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jamtart.log.LogSettings;
import org.jamtart.persister.projection.AddedTable;
import org.jamtart.persister.projection.AddedTable.Buckets;
import org.jamtart.persister.projection.Projection;
import org.jamtart.persister.time.Times;
import org.jamtart.replay.range.LogRange;
import org.jamtart.wire.JamTime;

/**
 * What a rebuild is about: the parts of the tables, and the records that can say something of them. An event's time is at
 * most a day before its receipt and an hour behind it, so what is read is wider than the buckets.
 *
 * @param parts    by projection; those of which nothing is to be done left out
 * @param context  projections that tell frames what came before them
 * @param receipts of the records that can say something of the parts
 * @param kept     what of the tables stays as it is, in words
 */
record Scope(Map<Projection, List<Part>> parts, List<Projection> context, Receipts receipts, LogReach reach,
    List<String> kept) {

  private static final long BEFORE = JamTime.BELIEVED_BEFORE_RECEIPT.toMillis() * 1000;
  private static final long AFTER = JamTime.BELIEVED_AFTER_RECEIPT.toMillis() * 1000;

  /** Times of receipt [from, to), Unix microseconds. */
  record Receipts(long from, long to) {

    static Receipts of(List<Part> parts, long remembered) {
      long first = first(parts);
      long last = last(parts);
      return new Receipts(first == Long.MIN_VALUE ? first : first - AFTER - remembered,
          last == Long.MAX_VALUE ? last : last + BEFORE);
    }

    /** Of a record only the millisecond is known. */
    boolean has(long millis) {
      return millis >= Math.floorDiv(from, 1000) && millis <= Math.floorDiv(to, 1000);
    }
  }

  /**
   * Whole buckets that the range touches, as far as they are not past their retention and the log covers them.
   *
   * @param all     every projection
   * @param memory  how long events are remembered to which later ones refer
   * @param planned the moment at which the rebuild was planned: what had expired then is left alone
   * @param adopted whether the tables have been told to go on with another log
   */
  static Scope of(List<Projection> all, List<Projection> projections, LogRange range, Duration memory,
      Instant planned, LogSettings log, boolean adopted) {
    long remembered = memory.toMillis() * 1000;
    long now = Times.micros(planned);
    boolean ofAllTime = tables(projections).stream().anyMatch(table -> table.buckets() == null);
    long from = ofAllTime
        ? 0
        : tables(projections).stream()
            .mapToLong(table -> part(table, range, now, LogReach.ALWAYS).first() - AFTER - remembered)
            .min()
            .orElse(0);
    LogReach reach = LogReach.of(log, from, adopted, now);
    long complete = reach.complete() == LogReach.ALWAYS ? LogReach.ALWAYS : reach.complete() + AFTER;
    Map<Projection, List<Part>> parts = new LinkedHashMap<>();
    for (Projection projection : projections) {
      List<Part> found = projection.added()
          .stream()
          .map(table -> part(table, range, now, complete))
          .filter(part -> !part.isEmpty())
          .toList();
      if (!found.isEmpty()) {
        parts.put(projection, found);
      }
    }
    return new Scope(parts, all.stream().filter(projection -> !projection.context().isEmpty()).toList(),
        Receipts.of(parts.values().stream().flatMap(List::stream).toList(), remembered), reach,
        kept(projections, range, now, complete));
  }

  private static Set<AddedTable> tables(List<Projection> projections) {
    Set<AddedTable> tables = new LinkedHashSet<>();
    projections.forEach(projection -> tables.addAll(projection.added()));
    return tables;
  }

  private static Part part(AddedTable table, LogRange range, long now, long complete) {
    Buckets buckets = table.buckets();
    if (buckets == null) {
      return new Part(table, 0, 0);
    }
    long first = Math.max(buckets.floor(Times.micros(range.from())),
        buckets.floor(now - buckets.retention().toMillis() * 1000));
    if (complete != LogReach.ALWAYS) {
      first = Math.max(first, buckets.ceiling(complete));
    }
    return new Part(table, first, buckets.ceiling(Times.micros(range.to())));
  }

  private static List<String> kept(List<Projection> projections, LogRange range, long now, long complete) {
    List<String> kept = new ArrayList<>();
    for (AddedTable table : tables(projections)) {
      Part wanted = part(table, range, now, LogReach.ALWAYS);
      Part possible = part(table, range, now, complete);
      if (table.buckets() != null && possible.first() > wanted.first() && !wanted.isEmpty()) {
        kept.add(table.table() + ", buckets of " + words(table.buckets()) + ": those from "
            + Times.instant(wanted.first()) + " to "
            + Times.instant(Math.min(possible.first(), wanted.last()))
            + ", of which the log does not have everything any more");
      }
    }
    return List.copyOf(kept);
  }

  private static String words(Buckets buckets) {
    return buckets.length().toString().substring(2).toLowerCase(java.util.Locale.ROOT);
  }

  /** The parts, each once. */
  List<Part> all() {
    Set<Part> all = new LinkedHashSet<>();
    parts.values().forEach(all::addAll);
    return List.copyOf(all);
  }

  /** Whether rows of all time are among them. */
  boolean isOfAllTime() {
    return all().stream().anyMatch(Part::isOfAllTime);
  }

  /** Names of the tables that are made anew. */
  Set<String> names() {
    Set<String> names = new LinkedHashSet<>();
    all().forEach(part -> names.add(part.table().table()));
    context.forEach(projection -> names.addAll(projection.context()));
    return names;
  }

  /** First moment that the buckets of some parts hold, Unix microseconds. */
  static long first(List<Part> parts) {
    return parts.stream().anyMatch(Part::isOfAllTime)
        ? Long.MIN_VALUE
        : parts.stream().mapToLong(Part::first).min().orElse(Long.MAX_VALUE);
  }

  /** First moment behind them. */
  static long last(List<Part> parts) {
    return parts.stream().anyMatch(Part::isOfAllTime)
        ? Long.MAX_VALUE
        : parts.stream().mapToLong(Part::last).max().orElse(Long.MIN_VALUE);
  }

  /** Whether a record can say something of the parts. */
  boolean admits(ConsumerRecord<byte[], byte[]> record) {
    return receipts.has(record.timestamp());
  }
}
