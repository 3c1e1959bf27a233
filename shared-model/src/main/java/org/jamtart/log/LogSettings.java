package org.jamtart.log;

import java.time.Duration;

/**
 * Where the log is and how long it keeps: the keys {@code tart.log.*} of every service. A component that is absent in
 * the configuration (null, or 0 for a number) takes its default.
 *
 * @param bootstrapServers  Kafka's addresses, {@code host:port[,host:port…]}; default {@code localhost:9092}
 * @param topic             name of the topic; default {@code tart.telemetry}
 * @param group             consumer group of the persisters, whose committed offsets flush waits for; default
 *                          {@code tart-persister}
 * @param partitions        partitions of the topic when it is made, the ceiling for persisters; 1 to 10000, default 24
 * @param replicationFactor copies of each partition when the topic is made; 1 to 9, default 1
 * @param retention         how long the log keeps a record; at least an hour, default 7 days
 * @param retentionBytes    bytes that a partition keeps at most; -1 (default) for no limit
 */
public record LogSettings(String bootstrapServers, String topic, String group, int partitions,
    int replicationFactor, Duration retention, long retentionBytes) {

  @SuppressWarnings("ConstantValue") // a binder passes null for what is absent
  public LogSettings {
    bootstrapServers = text("bootstrap-servers", bootstrapServers, "localhost:9092");
    topic = text("topic", topic, "tart.telemetry");
    group = text("group", group, "tart-persister");
    partitions = number("partitions", partitions, 24, 10_000);
    replicationFactor = number("replication-factor", replicationFactor, 1, 9);
    retention = retention == null ? Duration.ofDays(7) : retention;
    if (retention.compareTo(Duration.ofHours(1)) < 0) {
      throw new IllegalArgumentException("tart.log.retention is " + retention + ": it must be at least 1h");
    }
    retentionBytes = retentionBytes == 0 ? -1 : retentionBytes;
    if (retentionBytes < -1) {
      throw new IllegalArgumentException("tart.log.retention-bytes is " + retentionBytes
          + ": it must be -1 (no limit) or a number of bytes");
    }
  }

  private static String text(String key, String value, String otherwise) {
    String text = value == null ? otherwise : value.strip();
    if (text.isEmpty()) {
      throw new IllegalArgumentException(
          "tart.log." + key + " is empty: leave it out for '" + otherwise + "'");
    }
    return text;
  }

  private static int number(String key, int value, int otherwise, int most) {
    int number = value == 0 ? otherwise : value;
    if (number < 1 || number > most) {
      throw new IllegalArgumentException(
          "tart.log." + key + " is " + number + ": it must be from 1 to " + most);
    }
    return number;
  }
}
