package org.jamtart.log;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.annotation.JsonNaming;

/**
 * What a gateway says of itself at start, every {@link #INTERVAL_SECONDS} and at stop.
 *
 * @param name        its configured name, the same over restarts
 * @param phase       start, beat or stop
 * @param startedAt   when the instance started, Unix microseconds
 * @param connections open telemetry connections
 */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
public record GatewayState(String name, Phase phase, long startedAt, int connections) {

  /** Seconds between two beats. */
  public static final int INTERVAL_SECONDS = 5;

  /** Seconds of silence after which a gateway counts as lost. */
  public static final int LOST_AFTER_SECONDS = 20;

  /** Where in its life the gateway is. */
  public enum Phase {
    START,
    BEAT,
    STOP;

    @JsonValue
    public String key() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
