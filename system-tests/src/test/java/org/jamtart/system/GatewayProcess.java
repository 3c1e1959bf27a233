package org.jamtart.system;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jamtart.testsupport.Await;

/** An ingest gateway as a process of its own, from its jar, on free ports of loopback. */
final class GatewayProcess implements AutoCloseable {

  private static final Duration START = Duration.ofSeconds(90);
  private static final Duration STOP = Duration.ofSeconds(30);

  private final Process process;
  private final int port;
  private final int management;
  private final HttpClient http = HttpClient.newHttpClient();

  private GatewayProcess(Process process, int port, int management) {
    this.process = process;
    this.port = port;
    this.management = management;
  }

  /** Starts one and waits until nodes may connect. */
  static GatewayProcess start(String bootstrapServers, String topic, String... properties) {
    try {
      int port = freePort();
      int management = freePort();
      List<String> command = new ArrayList<>(
          List.of(ProcessHandle.current().info().command().orElseThrow(), "-Xmx384m",
              "-XX:TieredStopAtLevel=1", "-jar", jar().toString(),
              "--tart.log.bootstrap-servers=" + bootstrapServers, "--tart.log.topic=" + topic,
              "--tart.log.partitions=4", "--tart.gateway.address=127.0.0.1", "--tart.gateway.port=" + port,
              "--tart.gateway.management.port=" + management));
      command.addAll(List.of(properties));
      Path log = TartProcess.newDataDirectory("gateway").resolve("gateway.log");
      Process process = new ProcessBuilder(command).redirectErrorStream(true)
          .redirectOutput(log.toFile())
          .start();
      var gateway = new GatewayProcess(process, port, management);
      Await.until("the gateway to be ready; its log is " + log, START,
          () -> gateway.status("GET", "/readyz") == 200);
      return gateway;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path jar() throws IOException {
    try (Stream<Path> files = Files.list(TartProcess.ROOT.resolve("ingest-gateway/target"))) {
      return files
          .filter(file -> file.getFileName().toString().matches("ingest-gateway-[^-]+(-SNAPSHOT)?\\.jar"))
          .findFirst()
          .orElseThrow();
    }
  }

  static int freePort() throws IOException {
    try (var socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  /** Where nodes connect. */
  int port() {
    return port;
  }

  /** CPU time that it has used so far. */
  Duration cpu() {
    return process.toHandle().info().totalCpuDuration().orElseThrow();
  }

  /** Whether everything that nodes had sent before is in the log. */
  boolean flush() {
    return status("POST", "/flush?timeout=60s") == 200;
  }

  /** The value of a metric, summed over its labels unless some are given; 0 when there is none of this name. */
  double metric(String name) {
    return send("GET", "/metrics").body()
        .lines()
        .filter(line -> line.startsWith(name + " ") || line.startsWith(name + "{"))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
        .sum();
  }

  /** The lines of a metric, one for each of its labels' values. */
  List<String> lines(String name) {
    return send("GET", "/metrics").body().lines().filter(line -> line.startsWith(name + "{")).toList();
  }

  private int status(String method, String path) {
    try {
      return send(method, path).statusCode();
    } catch (UncheckedIOException e) {
      return 0; // not there yet
    }
  }

  private HttpResponse<String> send(String method, String path) {
    try {
      var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + management + path))
          .method(method, HttpRequest.BodyPublishers.noBody())
          .build();
      return http.send(request, HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** SIGKILL. */
  void kill() {
    process.destroyForcibly();
    await();
  }

  /** SIGTERM. */
  void terminate() {
    process.destroy();
    await();
  }

  private void await() {
    try {
      if (!process.waitFor(STOP.toSeconds(), TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new AssertionError("the gateway did not stop within " + STOP);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    if (process.isAlive()) {
      terminate();
    }
    http.close();
  }
}
