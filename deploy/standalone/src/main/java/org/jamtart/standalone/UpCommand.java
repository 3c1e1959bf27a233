package org.jamtart.standalone;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jamtart.embedded.StartupException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Starts everything and stays until it is told to stop. */
@Command(name = "up", mixinStandardHelpOptions = true, sortOptions = false, description = "Starts Kafka, PostgreSQL, gateway, persister and query API in one process.")
final class UpCommand implements Callable<Integer> {

  @Option(names = "--data", paramLabel = "DIR", defaultValue = "${env:TART_DATA:-./data}", description = "directory of everything that is kept [TART_DATA, ./data]")
  private Path data = Path.of("data");

  @Option(names = "--telemetry-port", paramLabel = "PORT", defaultValue = "${env:TART_TELEMETRY_PORT:-9000}", description = "where nodes connect [TART_TELEMETRY_PORT, 9000]")
  private int telemetryPort;

  @Option(names = "--api-port", paramLabel = "PORT", defaultValue = "${env:TART_API_PORT:-8080}", description = "where operators ask [TART_API_PORT, 8080]")
  private int apiPort;

  @Option(names = "--gateway-management-port", paramLabel = "PORT", defaultValue = "${env:TART_GATEWAY_MANAGEMENT_PORT:-9001}", description = "the gateway's health, metrics and flush, on loopback [TART_GATEWAY_MANAGEMENT_PORT, 9001]")
  private int gatewayManagementPort;

  @Option(names = "--kafka-port", paramLabel = "PORT", defaultValue = "${env:TART_KAFKA_PORT:-9092}", description = "embedded Kafka, on loopback [TART_KAFKA_PORT, 9092]")
  private int kafkaPort;

  @Option(names = "--postgres-port", paramLabel = "PORT", defaultValue = "${env:TART_POSTGRES_PORT:-5432}", description = "embedded PostgreSQL, on loopback [TART_POSTGRES_PORT, 5432]")
  private int postgresPort;

  @Option(names = "--simulate", paramLabel = "N", defaultValue = "${env:TART_SIMULATE:-0}", description = "simulated nodes that talk to it [TART_SIMULATE, 0]")
  private int simulatedNodes;

  @Override
  public Integer call() throws InterruptedException {
    var settings = new UpSettings(data, port("--telemetry-port", telemetryPort), port("--api-port", apiPort),
        port("--gateway-management-port", gatewayManagementPort), port("--kafka-port", kafkaPort),
        port("--postgres-port", postgresPort), atLeastZero("--simulate", simulatedNodes));
    var standalone = new Standalone(settings, new Progress(System.out));
    var stopped = new CountDownLatch(1);
    Runtime.getRuntime().addShutdownHook(new Thread(() -> {
      standalone.close();
      stopped.countDown();
    }, "stop"));
    try {
      standalone.start();
    } catch (StartupException e) {
      // What has started stops first, so that the reason is the last line.
      standalone.close();
      throw e;
    }
    stopped.await();
    return 0;
  }

  private static int port(String option, int port) {
    if (port < 0 || port > 0xffff) {
      throw new StartupException(
          option + " is " + port + ": it must be from 1 to 65535, or 0 for any free port");
    }
    return port;
  }

  private static int atLeastZero(String option, int number) {
    if (number < 0) {
      throw new StartupException(option + " is " + number + ": it must be 0 or more");
    }
    return number;
  }
}
