package org.jamtart.persister.workpackage;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The keys {@code tart.persister.packages.*}.
 *
 * @param retention how long a work package is kept after anybody last said anything of it; an hour to 10 years
 */
@ConfigurationProperties("tart.persister.packages")
public record PackageSettings(@DefaultValue("7d") Duration retention) {

  private static final Duration DECADE = Duration.ofDays(3_653);

  public PackageSettings {
    if (retention.compareTo(Duration.ofHours(1)) < 0 || retention.compareTo(DECADE) > 0) {
      throw new IllegalArgumentException("tart.persister.packages.retention is " + retention
          + ": it must be from PT1H to " + DECADE);
    }
  }
}
