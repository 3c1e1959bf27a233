package org.jamtart.gateway;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeoutException;
import org.jamtart.testsupport.net.NodeSocket;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;

/** The gateway as its operators run it, on free ports. */
final class RunningGateway implements AutoCloseable {

  private static final Duration SOON = Duration.ofSeconds(60);

  private final String bootstrapServers;
  private final String topic;
  private final ConfigurableApplicationContext context;
  private final HttpClient http = HttpClient.newHttpClient();

  private RunningGateway(String bootstrapServers, String topic, ConfigurableApplicationContext context) {
    this.bootstrapServers = bootstrapServers;
    this.topic = topic;
    this.context = context;
  }

  static RunningGateway start(String bootstrapServers, String topic, String... properties) {
    List<String> arguments = new ArrayList<>(List.of("--tart.log.bootstrap-servers=" + bootstrapServers,
        "--tart.log.topic=" + topic, "--tart.log.partitions=4", "--tart.gateway.address=127.0.0.1",
        "--tart.gateway.port=0",
        "--tart.gateway.management.port=0", "--tart.gateway.drain-timeout=2s"));
    for (String property : properties) { // twice the same would be a list
      arguments.removeIf(a -> a.startsWith(property.substring(0, property.indexOf('=') + 1)));
      arguments.add(property);
    }
    var context = GatewayApplication.application().run(arguments.toArray(String[]::new));
    return new RunningGateway(bootstrapServers, topic, context);
  }

  int port() {
    try {
      return context.getBean(GatewayPorts.class).awaitTelemetry(SOON);
    } catch (TimeoutException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  int proxyPort() {
    port();
    return context.getBean(GatewayPorts.class).proxied().orElseThrow();
  }

  NodeSocket connect() {
    return NodeSocket.connect(port());
  }

  NodeSocket connectFrom(String address) {
    return NodeSocket.connectFrom(address, port());
  }

  <T> T bean(Class<T> type) {
    return context.getBean(type);
  }

  HttpResponse<String> get(String path) {
    return call(HttpRequest.newBuilder(uri(path)).GET());
  }

  HttpResponse<String> post(String path) {
    return call(HttpRequest.newBuilder(uri(path)).POST(HttpRequest.BodyPublishers.noBody()));
  }

  private HttpResponse<String> call(HttpRequest.Builder request) {
    try {
      return http.send(request.timeout(SOON).build(), HttpResponse.BodyHandlers.ofString());
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private URI uri(String path) {
    var server = ((WebServerApplicationContext) context).getWebServer();
    return URI.create("http://127.0.0.1:" + (server == null ? 0 : server.getPort()) + path);
  }

  /** What is in the log once everything is that was sent to the gateway before. */
  LogReading flushed() {
    HttpResponse<String> answer = post("/flush?timeout=30s");
    if (answer.statusCode() != 200) {
      throw new AssertionError(answer.statusCode() + " " + answer.body());
    }
    return log();
  }

  LogReading log() {
    return LogReading.of(bootstrapServers, topic);
  }

  /** The value of a metric, summed over its labels; 0 when there is none of this name. */
  double metric(String name) {
    return get("/metrics").body()
        .lines()
        .filter(line -> line.startsWith(name + " ") || line.startsWith(name + "{"))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
        .sum();
  }

  /** Connections that ended for this reason. */
  double ended(String reason) {
    return metric("tart_gateway_connections_ended_total{reason=\"" + reason + "\"}");
  }

  @Override
  public void close() {
    context.close();
  }
}
