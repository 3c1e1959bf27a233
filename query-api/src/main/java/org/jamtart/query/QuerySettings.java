package org.jamtart.query;

import java.time.Duration;
import java.util.List;
import org.jamtart.query.flush.Flusher;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The keys {@code tart.query.*}.
 *
 * @param flushTimeout how long a flush waits whose request does not say it; 1 ms to 60 s
 * @param logInterval  time between two looks at where the log ends; 100 ms to 10 s
 * @param statementTimeout after which the database gives a query up, which is answered with 503; 100 ms to 10 min
 * @param corsOrigins  web origins whose pages may read the API, such as {@code https://dash.example}, or {@code *} for
 *                     any; none by default
 */
@ConfigurationProperties("tart.query")
public record QuerySettings(@DefaultValue("5s") Duration flushTimeout,
    @DefaultValue("1s") Duration logInterval,
    @DefaultValue("8s") Duration statementTimeout,
    @DefaultValue List<String> corsOrigins) {

  public QuerySettings {
    within("flush-timeout", flushTimeout, Duration.ofMillis(1), Flusher.LONGEST);
    within("log-interval", logInterval, Duration.ofMillis(100), Duration.ofSeconds(10));
    within("statement-timeout", statementTimeout, Duration.ofMillis(100), Duration.ofMinutes(10));
    corsOrigins = List.copyOf(corsOrigins);
  }

  private static void within(String key, Duration value, Duration least, Duration most) {
    if (value.compareTo(least) < 0 || value.compareTo(most) > 0) {
      throw new IllegalArgumentException(
          "tart.query." + key + " is " + value.toMillis() + "ms: it must be from "
              + least.toMillis() + "ms to " + most.toMillis() + "ms");
    }
  }
}
