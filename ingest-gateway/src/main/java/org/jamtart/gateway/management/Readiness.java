package org.jamtart.gateway.management;

import java.time.Duration;
import java.util.Locale;
import org.jamtart.gateway.Gateway;
import org.jamtart.gateway.GatewayPorts;
import org.jamtart.gateway.publish.LogPublisher;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/** Ready means: nodes may connect, and what they say is accepted soon. */
final class Readiness implements HealthIndicator {

  private final Gateway gateway;
  private final GatewayPorts ports;
  private final LogPublisher log;
  private final Duration acknowledgeWithin;

  Readiness(Gateway gateway, GatewayPorts ports, LogPublisher log, Duration acknowledgeWithin) {
    this.gateway = gateway;
    this.ports = ports;
    this.log = log;
    this.acknowledgeWithin = acknowledgeWithin;
  }

  @Override
  public Health health() {
    Duration oldest = log.oldestPending();
    boolean listening = gateway.phase() == Gateway.Phase.LISTENING && ports.areBound();
    boolean acknowledging = oldest.compareTo(acknowledgeWithin) <= 0 && !log.failing();
    var health = listening && acknowledging ? Health.up() : Health.outOfService();
    return health.withDetail("phase", gateway.phase().name().toLowerCase(Locale.ROOT))
        .withDetail("log_connected", log.connected())
        .withDetail("log_failing", log.failing())
        .withDetail("oldest_unacknowledged_ms", oldest.toMillis())
        .build();
  }
}
