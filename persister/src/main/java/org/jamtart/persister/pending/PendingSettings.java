package org.jamtart.persister.pending;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The keys {@code tart.persister.pending.*}.
 *
 * @param pause time for which what is to be added up is gathered, unless somebody waits for it; 10 ms to 1 minute
 * @param idle  time for which a consumer had nothing to store before a transaction that adds up itself; 0 to 1 day
 */
@ConfigurationProperties("tart.persister.pending")
public record PendingSettings(@DefaultValue("1s") Duration pause, @DefaultValue("10ms") Duration idle) {

  public PendingSettings {
    if (pause.compareTo(Duration.ofMillis(10)) < 0 || pause.compareTo(Duration.ofMinutes(1)) > 0) {
      throw new IllegalArgumentException(
          "tart.persister.pending.pause is " + pause + ": it must be from PT0.01S to PT1M");
    }
    if (idle.isNegative() || idle.compareTo(Duration.ofDays(1)) > 0) {
      throw new IllegalArgumentException(
          "tart.persister.pending.idle is " + idle + ": it must be from PT0S to PT24H");
    }
  }
}
