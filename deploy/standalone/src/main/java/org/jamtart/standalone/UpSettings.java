package org.jamtart.standalone;

import java.nio.file.Path;

/**
 * What {@code tart up} starts. A port of 0 is any free one.
 *
 * @param data                  directory of everything that is kept
 * @param telemetryPort         where nodes connect
 * @param apiPort               where operators ask
 * @param gatewayManagementPort health, metrics and flush of the gateway, on loopback
 * @param kafkaPort             embedded Kafka, on loopback
 * @param postgresPort          embedded PostgreSQL, on loopback
 * @param simulatedNodes        how many simulated nodes talk to it; 0 for none
 */
record UpSettings(Path data, int telemetryPort, int apiPort, int gatewayManagementPort, int kafkaPort,
    int postgresPort, int simulatedNodes) {

  /** For a data directory alone, on any free ports. */
  static UpSettings of(Path data) {
    return new UpSettings(data, 0, 0, 0, 0, 0, 0);
  }
}
