package org.jamtart.query.horizon;

import java.time.Instant;
import java.util.List;
import org.jamtart.log.GroupLag.Partition;

/**
 * The log as Kafka told of it.
 *
 * @param takenAt    a moment before Kafka was asked: every record up to it is below the partitions' ends
 * @param partitions every partition of the topic
 */
public record LogView(Instant takenAt, List<Partition> partitions) {

  public LogView {
    partitions = List.copyOf(partitions);
  }
}
