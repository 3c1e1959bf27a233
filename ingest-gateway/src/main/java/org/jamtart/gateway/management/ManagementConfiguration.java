package org.jamtart.gateway.management;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import org.jamtart.gateway.Gateway;
import org.jamtart.gateway.GatewayPorts;
import org.jamtart.gateway.GatewaySettings;
import org.jamtart.gateway.flush.Flush;
import org.jamtart.gateway.publish.LogPublisher;
import org.jamtart.gateway.session.Sessions;
import org.jamtart.gateway.session.TelemetryServer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What the management port offers. */
@Configuration(proxyBeanMethods = false)
public class ManagementConfiguration {

  @Bean
  Readiness telemetryHealthIndicator(Gateway gateway, GatewayPorts ports, LogPublisher log,
      GatewaySettings settings) {
    return new Readiness(gateway, ports, log, settings.acknowledgeWithin());
  }

  @Bean
  GatewayMetrics gatewayMetrics(Sessions sessions, LogPublisher log, TelemetryServer server) {
    return new GatewayMetrics(sessions, log, server);
  }

  @Bean
  ReferenceMetrics referenceMetrics(Sessions sessions, LogPublisher log, PrometheusRegistry registry) {
    var metrics = new ReferenceMetrics(sessions, log);
    registry.register(metrics);
    return metrics;
  }

  @Bean
  FlushController flushController(Flush flush) {
    return new FlushController(flush);
  }

  @Bean
  MetricsController metricsController(PrometheusMeterRegistry registry) {
    return new MetricsController(registry);
  }
}
