package org.jamtart.persister.convergence;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The keys {@code tart.persister.convergence.*}: how long is kept what tells how things spread.
 *
 * @param parts   single reports, by the hour: for so long a late report leads to another merge; 2 hours to 10 days
 * @param figures merged figures, and blocks with their rivals; an hour to 10 years
 * @param blocks  contents of blocks; an hour to 10 years
 */
@ConfigurationProperties("tart.persister.convergence")
public record ConvergenceSettings(@DefaultValue("6h") Duration parts, @DefaultValue("7d") Duration figures,
    @DefaultValue("30d") Duration blocks) {

  private static final Duration HOUR = Duration.ofHours(1);
  private static final Duration DECADE = Duration.ofDays(3_653);

  public ConvergenceSettings {
    within("parts", parts, HOUR.multipliedBy(2), Duration.ofDays(10));
    within("figures", figures, HOUR, DECADE);
    within("blocks", blocks, HOUR, DECADE);
  }

  /**
   * Before this time a thing is settled, Unix microseconds: its first report, and those up to an hour before, which clocks that
   * are wrong can make, may have been dropped with their hour.
   */
  long settledBefore(long now) {
    Duration most = parts.minus(HOUR).compareTo(figures) < 0 ? parts.minus(HOUR) : figures;
    return now - most.toMillis() * 1000;
  }

  private static void within(String key, Duration value, Duration least, Duration most) {
    if (value.compareTo(least) < 0 || value.compareTo(most) > 0) {
      throw new IllegalArgumentException("tart.persister.convergence." + key + " is " + value
          + ": it must be from " + least + " to " + most);
    }
  }
}
