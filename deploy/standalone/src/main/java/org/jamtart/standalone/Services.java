package org.jamtart.standalone;

import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.jamtart.embedded.kafka.EmbeddedKafka;
import org.jamtart.embedded.postgres.EmbeddedPostgres;
import org.jamtart.gateway.GatewayApplication;
import org.jamtart.gateway.GatewayPorts;
import org.jamtart.gateway.GatewaySettings;
import org.jamtart.persister.PersisterApplication;
import org.jamtart.query.QueryApplication;
import org.jamtart.simulator.Simulation;
import org.jamtart.simulator.story.Story;
import org.jamtart.simulator.story.StoryConfig;
import org.jamtart.simulator.transport.SendingConfig;
import org.slf4j.LoggerFactory;
import org.slf4j.bridge.SLF4JBridgeHandler;

/** The three services and the simulator, told where their neighbours are. */
final class Services {

  /** Nodes of another network hang up within that; the rest of ten seconds is for the log and the tables. */
  private static final String DRAIN = "3s";

  private final UpSettings settings;
  private final Map<String, Object> log;
  private final Map<String, Object> database;

  Services(UpSettings settings, EmbeddedKafka kafka, EmbeddedPostgres postgres) {
    this.settings = settings;
    this.log = Map.of("tart.log.bootstrap-servers", kafka.bootstrapServers());
    this.database = Map.of("spring.datasource.url", postgres.jdbcUrl(), "spring.datasource.username",
        EmbeddedPostgres.USER, "spring.datasource.password", EmbeddedPostgres.PASSWORD);
  }

  /** To a file in the directory; the terminal sees warnings. Before anything logs. */
  static void configureLogging(Path directory) {
    System.setProperty("TART_LOG_DIR", directory.toString());
    System.setProperty("logback.configurationFile", "logback-standalone.xml");
    // Three contexts would configure it three times.
    System.setProperty("org.springframework.boot.logging.LoggingSystem", "none");
    SLF4JBridgeHandler.removeHandlersForRootLogger();
    SLF4JBridgeHandler.install();
    LoggerFactory.getLogger(Services.class).info("event=start directory={}", directory.getParent());
  }

  /** The gateway with the port on which nodes connect. */
  record Gateway(Service service, int telemetryPort) implements AutoCloseable {

    int port() {
      return service.port();
    }

    @Override
    public void close() {
      service.close();
    }
  }

  Gateway startGateway() {
    Service service = Service.start(GatewayApplication.application(),
        with(log, Map.of("tart.gateway.name", "standalone",
            "tart.gateway.port", settings.telemetryPort(), "tart.gateway.management.port",
            settings.gatewayManagementPort(),
            "tart.gateway.drain-timeout", DRAIN, "tart.gateway.processor-share",
            GatewaySettings.SHARE_BESIDE_A_PERSISTER)));
    return new Gateway(service, service.context().getBean(GatewayPorts.class).telemetry());
  }

  /**
   * The persister; the only one, so a name of its own lets it have its partitions at once after a kill.
   *
   * @param adoptLog whether it takes up a log that the tables are not of
   */
  Service startPersister(boolean adoptLog) {
    return Service.start(PersisterApplication.application(),
        with(log, with(database, Map.of("server.port", 0, "tart.persister.instance-id", "standalone",
            "tart.persister.adopt-log", adoptLog))));
  }

  Service startQueryApi() {
    return Service.start(QueryApplication.application(),
        with(log, with(database, Map.of("server.port", settings.apiPort()))));
  }

  Simulation simulate(int nodes, int telemetryPort) {
    Story story = Story.of(StoryConfig.of(nodes, Instant.now()));
    return Simulation.start(story.startingAt(Instant.now()), SendingConfig.to("127.0.0.1", telemetryPort));
  }

  private static Map<String, Object> with(Map<String, Object> some, Map<String, Object> more) {
    Map<String, Object> all = new HashMap<>(some);
    all.putAll(more);
    return all;
  }
}
