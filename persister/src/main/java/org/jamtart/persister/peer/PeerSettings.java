package org.jamtart.persister.peer;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The keys {@code tart.persister.peers.*}: how long it is kept what the nodes say of each other.
 *
 * @param states what a node said last of a connection; a day to 10 years
 * @param counts events about a peer, hour by hour; 2 hours to a year
 */
@ConfigurationProperties("tart.persister.peers")
public record PeerSettings(@DefaultValue("90d") Duration states, @DefaultValue("24h") Duration counts) {

  public PeerSettings {
    within("states", states, Duration.ofDays(1), Duration.ofDays(3_653));
    within("counts", counts, Duration.ofHours(2), Duration.ofDays(366));
  }

  private static void within(String key, Duration value, Duration least, Duration most) {
    if (value.compareTo(least) < 0 || value.compareTo(most) > 0) {
      throw new IllegalArgumentException(
          "tart.persister.peers." + key + " is " + value + ": it must be from " + least + " to " + most);
    }
  }
}
