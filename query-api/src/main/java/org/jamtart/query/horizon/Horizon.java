package org.jamtart.query.horizon;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jamtart.log.GroupLag.Partition;
import org.jspecify.annotations.Nullable;

/**
 * The moment up to which the log is stored: that of the newest look at the log's ends when the tables have all that was there,
 * else the oldest time to which a partition that is behind is stored. What is connected is judged at this moment, so
 * that a persister that is away does not make every node look lost.
 */
public final class Horizon {

  private final LogWatch watch;
  private final PositionSql positions;
  private final InstantSource clock;

  public Horizon(LogWatch watch, PositionSql positions, InstantSource clock) {
    this.watch = watch;
    this.positions = positions;
    this.clock = clock;
  }

  /** The moment, by the tables as the current transaction sees them. */
  public Instant moment() {
    return moment(watch.view(), positions.read(), clock.instant());
  }

  /** Partitions of which the tables lack something that the view has. */
  public static List<Position> behind(LogView view, List<Position> stored) {
    Map<Integer, Position> byPartition = stored.stream()
        .collect(Collectors.toMap(Position::partition, Function.identity()));
    return view.partitions()
        .stream()
        .filter(partition -> partition.end() > partition.first())
        .map(partition -> byPartition.getOrDefault(partition.partition(), nothing(partition)))
        .filter(position -> position.nextOffset() < end(view, position.partition()))
        .toList();
  }

  /** The moment by a view of the log and the positions of the tables; {@code now} where neither says anything. */
  public static Instant moment(@Nullable LogView view, List<Position> stored, Instant now) {
    if (view == null) {
      return stored.stream().map(Position::storedUntil).max(Comparator.naturalOrder()).orElse(now);
    }
    return behind(view, stored).stream()
        .map(Position::storedUntil)
        .min(Comparator.naturalOrder())
        .filter(moment -> moment.isBefore(view.takenAt()))
        .orElse(view.takenAt());
  }

  private static Position nothing(Partition partition) {
    return new Position(partition.partition(), partition.first(), Instant.EPOCH);
  }

  private static long end(LogView view, int partition) {
    return view.partitions()
        .stream()
        .filter(candidate -> candidate.partition() == partition)
        .mapToLong(Partition::end)
        .findAny()
        .orElse(0);
  }
}
