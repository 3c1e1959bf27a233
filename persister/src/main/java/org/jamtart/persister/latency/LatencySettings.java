package org.jamtart.persister.latency;

import java.time.Duration;
import org.jamtart.store.Tier;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The keys {@code tart.persister.latency.*}: how long the histograms of how long things took are kept.
 *
 * @param minutes buckets of a minute; an hour to 10 years
 * @param hours   buckets of an hour; a day to 100 years
 */
@ConfigurationProperties("tart.persister.latency")
public record LatencySettings(@DefaultValue("7d") Duration minutes, @DefaultValue("365d") Duration hours) {

  private static final Duration DECADE = Duration.ofDays(3_653);

  public LatencySettings {
    within("minutes", minutes, Duration.ofHours(1), DECADE);
    within("hours", hours, Duration.ofDays(1), DECADE.multipliedBy(10));
  }

  /** How long a tier is kept: a minute's or an hour's. */
  Duration retention(Tier tier) {
    return tier == Tier.MINUTE ? minutes : hours;
  }

  private static void within(String key, Duration value, Duration least, Duration most) {
    if (value.compareTo(least) < 0 || value.compareTo(most) > 0) {
      throw new IllegalArgumentException(
          "tart.persister.latency." + key + " is " + value + ": it must be from " + least + " to " + most);
    }
  }
}
