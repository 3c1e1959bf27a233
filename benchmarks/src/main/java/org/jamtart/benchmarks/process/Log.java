package org.jamtart.benchmarks.process;

import java.time.Duration;
import org.jamtart.log.LogSettings;

/** Topics like TART's own, under other names. */
public final class Log {

  private static final int PARTITIONS = 24;
  private static final Duration RETENTION = Duration.ofHours(1);

  private Log() {}

  /** A topic with as many partitions as TART's own. */
  public static LogSettings settings(String bootstrapServers, String topic) {
    return new LogSettings(bootstrapServers, topic, "tart-persister", PARTITIONS, 1, RETENTION, -1);
  }
}
