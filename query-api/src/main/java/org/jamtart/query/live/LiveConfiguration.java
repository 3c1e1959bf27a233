package org.jamtart.query.live;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.InstantSource;
import java.util.Set;
import org.apache.tomcat.websocket.server.WsSci;
import org.jamtart.log.LogSettings;
import org.jamtart.query.horizon.Horizon;
import org.jamtart.wire.TrailingBytes;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.json.JsonMapper;

/** The parts of the live streams. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(LiveSettings.class)
class LiveConfiguration {

  @Bean
  Readers liveReaders(LogSettings log, Environment environment, JdbcClient jdbc, LiveSettings settings) {
    TrailingBytes trailing = Binder.get(environment)
        .bind("tart.wire.trailing-bytes", TrailingBytes.class)
        .orElse(TrailingBytes.MALFORMED);
    return new Readers(log, trailing, new NodeNames(jdbc), settings.catchUps());
  }

  @Bean
  LiveCounters liveCounters(InstantSource clock, MeterRegistry metrics) {
    var counters = new LiveCounters(clock);
    // A gauge, so that it has the name that existing dashboards ask for: a counter's would end in _total.
    Gauge.builder("telemetry_broadcaster_total_broadcast", counters, LiveCounters::total)
        .description("Events read from the log for live streams")
        .register(metrics);
    return counters;
  }

  @Bean
  Tail liveTail(LiveSettings settings, JsonMapper json, InstantSource clock, LiveCounters counters) {
    return new Tail(settings, json, clock, counters);
  }

  @Bean
  Clients liveClients(LiveSettings settings, MeterRegistry metrics, Tail tail, Readers readers) {
    return new Clients(settings, metrics, tail, readers);
  }

  @Bean
  EventStreams eventStreams(JsonMapper json, Clients clients, LiveSettings settings) {
    return new EventStreams(json, clients, settings);
  }

  @Bean
  SocketParts socketParts(Tail tail, Readers readers, Clients clients, LiveCounters counters, JdbcClient jdbc,
      Horizon horizon, JsonMapper json, InstantSource clock, LiveSettings settings) {
    return new SocketParts(tail, readers, clients, counters, new ConnectedNodes(jdbc, horizon), json, clock,
        settings.keepAlive());
  }

  /** Gives the web server its WebSocket container. */
  @Bean
  WebServerFactoryCustomizer<TomcatServletWebServerFactory> liveSockets() {
    return tomcat -> tomcat.addContextCustomizers(
        context -> context.addServletContainerInitializer(new WsSci(), Set.of()));
  }

  /** Streams end before the web server waits for its requests to end. */
  @Bean
  SmartLifecycle liveLifecycle(LiveSettings settings, Readers readers, Tail tail) {
    var follower = new Follower(settings, readers, tail);
    return new SmartLifecycle() {
      private volatile boolean running;

      @Override
      public void start() {
        follower.start();
        running = true;
      }

      @Override
      public void stop() {
        follower.close();
        running = false;
      }

      @Override
      public boolean isRunning() {
        return running;
      }

      @Override
      public int getPhase() {
        return Integer.MAX_VALUE;
      }
    };
  }
}
