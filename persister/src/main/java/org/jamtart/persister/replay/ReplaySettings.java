package org.jamtart.persister.replay;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The keys {@code tart.persister.replay.*}.
 *
 * @param share                   part of its time that a replay works, the rest it leaves to live data; 0.01 to 1
 * @param maxEventsPerTransaction frames that a transaction of a replay takes before it is cut at the next record; 1 to
 *                                1,000,000. Its row locks are held as long as it takes
 * @param lookInterval            time between two looks for a replay to do; 50 ms to 1 minute
 * @param lease                   how long after its last sign of life a persister's replay is taken up by another; 1 second
 *                                to 10 minutes
 */
@ConfigurationProperties("tart.persister.replay")
public record ReplaySettings(@DefaultValue("0.2") double share,
    @DefaultValue("2048") int maxEventsPerTransaction,
    @DefaultValue("1s") Duration lookInterval,
    @DefaultValue("15s") Duration lease) {

  public ReplaySettings {
    if (!(share >= 0.01 && share <= 1)) {
      throw wrong("share", share, "from 0.01 to 1");
    }
    if (maxEventsPerTransaction < 1 || maxEventsPerTransaction > 1_000_000) {
      throw wrong("max-events-per-transaction", maxEventsPerTransaction, "from 1 to 1000000");
    }
    within("look-interval", lookInterval, Duration.ofMillis(50), Duration.ofMinutes(1));
    within("lease", lease, Duration.ofSeconds(1), Duration.ofMinutes(10));
  }

  private static void within(String key, Duration value, Duration least, Duration most) {
    if (value.compareTo(least) < 0 || value.compareTo(most) > 0) {
      throw wrong(key, value, "from " + least + " to " + most);
    }
  }

  private static IllegalArgumentException wrong(String key, Object value, String allowed) {
    return new IllegalArgumentException(
        "tart.persister.replay." + key + " is " + value + ": it must be " + allowed);
  }
}
