package org.jamtart.persister.counts;

import java.time.Duration;
import org.jamtart.store.Tier;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The keys {@code tart.persister.counts.*}: how long the tiers of the counts are kept.
 *
 * @param seconds     the network's figures of single seconds; 10 minutes to a day
 * @param halfMinutes buckets of 30 s; an hour to 10 years
 * @param minutes     buckets of a minute; an hour to 10 years
 * @param hours       buckets of an hour; a day to 100 years
 */
@ConfigurationProperties("tart.persister.counts")
public record CountSettings(@DefaultValue("1h") Duration seconds, @DefaultValue("3d") Duration halfMinutes,
    @DefaultValue("30d") Duration minutes, @DefaultValue("365d") Duration hours) {

  private static final Duration DECADE = Duration.ofDays(3_653);

  public CountSettings {
    within("seconds", seconds, Duration.ofMinutes(10), Duration.ofDays(1));
    within("half-minutes", halfMinutes, Duration.ofHours(1), DECADE);
    within("minutes", minutes, Duration.ofHours(1), DECADE);
    within("hours", hours, Duration.ofDays(1), DECADE.multipliedBy(10));
  }

  /** How long a tier is kept. */
  public Duration retention(Tier tier) {
    return switch (tier) {
      case SECOND -> seconds;
      case HALF_MINUTE -> halfMinutes;
      case MINUTE -> minutes;
      case HOUR -> hours;
    };
  }

  /** Time that one partition of a tier holds. */
  public static Duration partition(Tier tier) {
    return switch (tier) {
      case SECOND -> Duration.ofHours(1);
      case HALF_MINUTE -> Duration.ofHours(6);
      case MINUTE -> Duration.ofDays(1);
      case HOUR -> Duration.ofDays(7);
    };
  }

  private static void within(String key, Duration value, Duration least, Duration most) {
    if (value.compareTo(least) < 0 || value.compareTo(most) > 0) {
      throw new IllegalArgumentException(
          "tart.persister.counts." + key + " is " + value + ": it must be from " + least + " to " + most);
    }
  }
}
