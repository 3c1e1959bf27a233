package org.jamtart.persister.node;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The keys {@code tart.persister.nodes.*}: how long figures of single nodes are kept.
 *
 * @param status status reports, minute by minute; an hour to 10 years
 * @param clock  delays from which the clocks are judged; an hour to 10 years
 */
@ConfigurationProperties("tart.persister.nodes")
public record NodeSettings(@DefaultValue("30d") Duration status, @DefaultValue("30d") Duration clock) {

  private static final Duration DECADE = Duration.ofDays(3_653);

  public NodeSettings {
    within("status", status);
    within("clock", clock);
  }

  private static void within(String key, Duration value) {
    if (value.compareTo(Duration.ofHours(1)) < 0 || value.compareTo(DECADE) > 0) {
      throw new IllegalArgumentException("tart.persister.nodes." + key + " is " + value
          + ": it must be from PT1H to " + DECADE);
    }
  }
}
