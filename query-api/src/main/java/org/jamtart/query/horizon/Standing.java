package org.jamtart.query.horizon;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jamtart.log.CaughtUp;
import org.jamtart.log.GroupLag.Partition;
import org.jspecify.annotations.Nullable;

/**
 * How far the tables have the log.
 *
 * @param view   the log; null when Kafka has not answered yet
 * @param behind partitions of which the tables lack something that the view has, each with the moment up to which it is stored
 * @param moment up to which all of the log is stored
 */
public record Standing(@Nullable LogView view, List<Position> behind, Instant moment) {

  public Standing {
    behind = List.copyOf(behind);
  }

  /** Records that the log had and the tables lack. */
  public long lag() {
    if (view == null) {
      return 0;
    }
    Map<Integer, Long> ends = view.partitions()
        .stream()
        .collect(Collectors.toMap(Partition::partition, Partition::end));
    return behind.stream()
        .mapToLong(position -> ends.getOrDefault(position.partition(), 0L) - position.nextOffset())
        .sum();
  }

  /**
   * By a view of the log and positions of the tables that are not older.
   *
   * @param caughtUp is told of partitions that are stored whole, and asked about the others
   * @param now      what is said where neither view nor tables say anything
   */
  static Standing of(@Nullable LogView view, List<Position> stored, CaughtUp caughtUp, Instant now) {
    if (view == null) {
      return new Standing(null, List.of(),
          stored.stream().map(Position::storedUntil).max(Comparator.naturalOrder()).orElse(now));
    }
    Map<Integer, Position> byPartition = stored.stream()
        .collect(Collectors.toMap(Position::partition, Function.identity()));
    List<Position> behind = new ArrayList<>();
    for (Partition partition : view.partitions()) {
      int number = partition.partition();
      Position position = byPartition.getOrDefault(number,
          new Position(number, partition.first(), Instant.EPOCH));
      if (partition.end() == partition.first() || position.nextOffset() >= partition.end()) {
        caughtUp.at(number, view.takenAt());
      } else {
        behind.add(new Position(number, position.nextOffset(),
            caughtUp.storedUntil(number, position.storedUntil())));
      }
    }
    return new Standing(view, behind,
        behind.stream()
            .map(Position::storedUntil)
            .min(Comparator.naturalOrder())
            .filter(moment -> moment.isBefore(view.takenAt()))
            .orElse(view.takenAt()));
  }
}
