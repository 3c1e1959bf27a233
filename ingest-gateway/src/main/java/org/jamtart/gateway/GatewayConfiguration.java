package org.jamtart.gateway;

import java.time.Clock;
import org.jamtart.gateway.flush.Flush;
import org.jamtart.gateway.limit.Admission;
import org.jamtart.gateway.limit.LineLimit;
import org.jamtart.gateway.publish.Budget;
import org.jamtart.gateway.publish.LogPublisher;
import org.jamtart.gateway.session.Connections;
import org.jamtart.gateway.session.Counters;
import org.jamtart.gateway.session.Sessions;
import org.jamtart.gateway.session.TelemetryServer;
import org.jamtart.gateway.session.UuidV7;
import org.jamtart.log.LogSettings;
import org.jamtart.wire.TrailingBytes;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

/** How the parts of the gateway know each other. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(GatewaySettings.class)
class GatewayConfiguration {

  @Bean
  Clock clock() {
    return Clock.systemUTC();
  }

  @Bean
  LogSettings logSettings(Environment environment) {
    return Binder.get(environment).bindOrCreate("tart.log", LogSettings.class);
  }

  @Bean
  TrailingBytes trailingBytes(Environment environment) {
    return Binder.get(environment)
        .bind("tart.wire.trailing-bytes", TrailingBytes.class)
        .orElse(TrailingBytes.MALFORMED);
  }

  @Bean(destroyMethod = "") // the gateway closes it when it has drained
  LogPublisher logPublisher(LogSettings log, GatewaySettings settings) {
    return new LogPublisher(log, "gateway-" + settings.name(),
        settings.unacknowledged().total().toBytes(), System::nanoTime);
  }

  @Bean
  Sessions sessions(GatewaySettings settings, LogPublisher log, TrailingBytes trailing, Clock clock) {
    var ids = new UuidV7(clock);
    return new Sessions(ids.next(), settings.session(), trailing,
        settings.unacknowledged().perConnection().toBytes(),
        log, new Budget(settings.unacknowledged().total().toBytes()),
        new Admission(settings.limits(), System::nanoTime),
        new Counters(), new LineLimit(System::nanoTime), new Connections(), ids, clock);
  }

  @Bean(destroyMethod = "") // likewise
  TelemetryServer telemetryServer(Sessions sessions, GatewaySettings settings) {
    return new TelemetryServer(sessions, (int) settings.receiveBuffer().toBytes(), settings.threads(),
        settings.shareOfLoop());
  }

  @Bean
  GatewayPorts gatewayPorts() {
    return new GatewayPorts();
  }

  @Bean
  Gateway gateway(GatewaySettings settings, LogPublisher log, TelemetryServer server, Sessions sessions,
      GatewayPorts ports, Clock clock) {
    return new Gateway(settings, log, server, sessions, ports, clock);
  }

  @Bean
  GatewayLifecycle gatewayLifecycle(Gateway gateway) {
    return new GatewayLifecycle(gateway);
  }

  @Bean
  Flush flush(TelemetryServer server, Sessions sessions, LogPublisher log) {
    return new Flush(server, sessions.open(), sessions.budget(), sessions.counters(), log);
  }
}
