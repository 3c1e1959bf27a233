package org.jamtart.persister.audit;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The keys {@code tart.persister.audits.*}.
 *
 * @param retention how long audits are kept, by the time of their first event; an hour to 10 years
 */
@ConfigurationProperties("tart.persister.audits")
public record AuditSettings(@DefaultValue("7d") Duration retention) {

  private static final Duration DECADE = Duration.ofDays(3_653);

  public AuditSettings {
    if (retention.compareTo(Duration.ofHours(1)) < 0 || retention.compareTo(DECADE) > 0) {
      throw new IllegalArgumentException("tart.persister.audits.retention is " + retention
          + ": it must be from PT1H to " + DECADE);
    }
  }
}
