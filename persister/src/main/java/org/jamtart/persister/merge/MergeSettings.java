package org.jamtart.persister.merge;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The keys {@code tart.persister.merge.*}.
 *
 * @param pause time between two looks for something to merge; 10 ms to 1 minute
 * @param share part of its time that the thread works at the most, over which the pause grows; 0.01 to 1
 */
@ConfigurationProperties("tart.persister.merge")
public record MergeSettings(@DefaultValue("100ms") Duration pause, @DefaultValue("0.25") double share) {

  public MergeSettings {
    if (pause.compareTo(Duration.ofMillis(10)) < 0 || pause.compareTo(Duration.ofMinutes(1)) > 0) {
      throw wrong("pause", pause, "from PT0.01S to PT1M");
    }
    if (!(share >= 0.01 && share <= 1)) {
      throw wrong("share", share, "from 0.01 to 1");
    }
  }

  private static IllegalArgumentException wrong(String key, Object value, String allowed) {
    return new IllegalArgumentException(
        "tart.persister.merge." + key + " is " + value + ": it must be " + allowed);
  }
}
