package org.jamtart.persister.context;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The keys {@code tart.persister.context.*}: how long and how well earlier events are remembered, to which later ones may refer.
 *
 * @param keep   time of the log, by receipt, after the last use; a minute to a day
 * @param cached openings that one consumer holds in memory, beside those of its current transaction; 0 to 100 million
 */
@ConfigurationProperties("tart.persister.context")
public record ContextSettings(@DefaultValue("1h") Duration keep, @DefaultValue("131072") int cached) {

  private static final Duration LEAST = Duration.ofMinutes(1);
  private static final Duration MOST = Duration.ofDays(1);
  private static final int MOST_CACHED = 100_000_000;

  public ContextSettings {
    if (keep.compareTo(LEAST) < 0 || keep.compareTo(MOST) > 0) {
      throw new IllegalArgumentException(
          "tart.persister.context.keep is " + keep + ": it must be from " + LEAST + " to " + MOST);
    }
    if (cached < 0 || cached > MOST_CACHED) {
      throw new IllegalArgumentException(
          "tart.persister.context.cached is " + cached + ": it must be from 0 to " + MOST_CACHED);
    }
  }

  /** How much later than its row says an opening may have been used: it is written again only then. */
  public Duration grain() {
    return keep.dividedBy(4);
  }

  /** How long a row may be needed: what was used a moment before its grain ended is kept as long as anything. */
  public Duration needed() {
    return keep.plus(grain());
  }
}
