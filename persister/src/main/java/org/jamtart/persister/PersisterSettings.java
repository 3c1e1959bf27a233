package org.jamtart.persister;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * The keys {@code tart.persister.*}.
 *
 * @param concurrency             consumers in this process, each with a thread and up to two database connections; 1 to 64
 * @param maxEventsPerTransaction frames that a transaction takes before it is cut at the next record; 1 to 1,000,000
 * @param maxBytesPerTransaction  bytes of records that a transaction takes before it is cut; 64 KB to 256 MB
 * @param partitionSize           time that one partition of a table holds; must divide a day, at least 1 minute
 * @param eventRetention          how long event rows are kept, by their time; at least an hour
 * @param quarantineRetention     how long quarantined bytes are kept, by their receipt; at least an hour
 * @param sessionRetention        how long sessions and gateways are kept after their end, never shorter than their events, their
 *                                quarantined frames and the log; at least an hour
 * @param maintenanceInterval     time between two looks at partitions; 1 second to an hour
 * @param lagInterval             time between two looks at the lag; 100 ms to 10 minutes
 * @param retryMaxDelay           longest wait between two tries of a transaction; 100 ms to 1 minute
 * @param startTimeout            how long Kafka and the database may take to be there at the start; 1 second to an hour
 * @param adoptLog                whether rows of another log, or beyond the end of this one, are given up at the start
 * @param instanceId              name of this process in the consumer group, the same over restarts and unlike that of
 *                                any other; its partitions come back at once then. Empty: a member like any other
 */
@ConfigurationProperties("tart.persister")
public record PersisterSettings(@DefaultValue("2") int concurrency,
    @DefaultValue("65536") int maxEventsPerTransaction,
    @DefaultValue("8MB") DataSize maxBytesPerTransaction,
    @DefaultValue("6h") Duration partitionSize,
    @DefaultValue("7d") Duration eventRetention,
    @DefaultValue("7d") Duration quarantineRetention,
    @DefaultValue("90d") Duration sessionRetention,
    @DefaultValue("1m") Duration maintenanceInterval,
    @DefaultValue("5s") Duration lagInterval,
    @DefaultValue("5s") Duration retryMaxDelay,
    @DefaultValue("60s") Duration startTimeout,
    @DefaultValue("false") boolean adoptLog,
    @DefaultValue("") String instanceId) {

  private static final Duration DAY = Duration.ofDays(1);

  public PersisterSettings {
    within("concurrency", concurrency, 1, 64);
    within("max-events-per-transaction", maxEventsPerTransaction, 1, 1_000_000);
    within("max-bytes-per-transaction", maxBytesPerTransaction.toBytes(), 64 << 10, 256 << 20);
    within("partition-size", partitionSize, Duration.ofMinutes(1), DAY);
    if (DAY.toMillis() % partitionSize.toMillis() != 0) {
      throw wrong("partition-size", partitionSize, "a length that divides a day, such as 1h, 6h or 24h");
    }
    within("event-retention", eventRetention, Duration.ofHours(1), Duration.ofDays(36_500));
    within("quarantine-retention", quarantineRetention, Duration.ofHours(1), Duration.ofDays(36_500));
    within("session-retention", sessionRetention, Duration.ofHours(1), Duration.ofDays(36_500));
    within("maintenance-interval", maintenanceInterval, Duration.ofSeconds(1), Duration.ofHours(1));
    within("lag-interval", lagInterval, Duration.ofMillis(100), Duration.ofMinutes(10));
    within("retry-max-delay", retryMaxDelay, Duration.ofMillis(100), Duration.ofMinutes(1));
    within("start-timeout", startTimeout, Duration.ofSeconds(1), Duration.ofHours(1));
  }

  private static void within(String key, long value, long least, long most) {
    if (value < least || value > most) {
      throw wrong(key, value, "from " + least + " to " + most);
    }
  }

  private static void within(String key, Duration value, Duration least, Duration most) {
    if (value.compareTo(least) < 0 || value.compareTo(most) > 0) {
      throw wrong(key, value, "from " + least + " to " + most);
    }
  }

  private static IllegalArgumentException wrong(String key, Object value, String allowed) {
    return new IllegalArgumentException("tart.persister." + key + " is " + value + ": it must be " + allowed);
  }
}
