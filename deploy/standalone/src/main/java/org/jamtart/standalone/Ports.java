package org.jamtart.standalone;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import org.jamtart.embedded.StartupException;

/** Whether the ports that were asked for can be had. */
final class Ports {

  private Ports() {}

  /**
   * Looks before anything starts, so that the answer is one line and at once.
   *
   * @throws StartupException that names the port, its option and the way out
   */
  static void checkFree(UpSettings settings) {
    check("telemetry", "--telemetry-port", settings.telemetryPort());
    check("API", "--api-port", settings.apiPort());
    check("gateway management", "--gateway-management-port", settings.gatewayManagementPort());
    check("Kafka", "--kafka-port", settings.kafkaPort());
    if (!Files.exists(settings.data().resolve("postgres/data/postmaster.pid"))) {
      // Else it may be a server of ours that outlived its parent, which is stopped before the port is needed.
      check("PostgreSQL", "--postgres-port", settings.postgresPort());
    }
  }

  private static void check(String what, String option, int port) {
    try (var socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(port));
    } catch (IOException e) {
      throw new StartupException(
          "the " + what + " port " + port + " is taken (" + e.getMessage() + "): choose another with "
              + option + ", or 0 for any free one");
    }
  }
}
