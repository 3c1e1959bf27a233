package org.jamtart.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jamtart.testsupport.Await;
import org.jamtart.testsupport.Fixtures;
import org.jamtart.testsupport.TartTest;
import org.jamtart.testsupport.TestScope;
import org.jamtart.wire.Bytes32;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.Yaml;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The services of {@code docker-compose.yml}, each a process from its jar with the environment that compose gives it: only
 * host names and ports are those of this machine, and this test stands where HAProxy would.
 */
@TartTest
@DisplayNameGeneration(ReplaceUnderscores.class)
class ComposeIT {

  private static final Duration START = Duration.ofSeconds(90);
  private static final byte[] PROXY_V2 = HexFormat.of().parseHex("0d0a0d0a000d0a515549540a" + "2111000c");
  private static final byte[] SYNCED = HexFormat.of().parseHex("0a000000" + "28063f88792d00000d01");

  @Test
  void compose_itself_takes_the_file_where_its_client_is_installed() throws Exception {
    if (!isInstalled("docker", "compose", "version")) {
      System.out.println("docker compose is not installed: docker-compose.yml is read by this test alone");
      return;
    }
    var config = new ProcessBuilder("docker", "compose", "--profile", "*", "config", "--quiet")
        .directory(TartProcess.ROOT.toFile())
        .redirectErrorStream(true)
        .start();
    assertThat(new String(config.getInputStream().readAllBytes(), StandardCharsets.UTF_8)).isBlank();
    assertThat(config.waitFor()).isZero();
  }

  private static boolean isInstalled(String... command) throws InterruptedException {
    try {
      return new ProcessBuilder(command).redirectErrorStream(true)
          .redirectOutput(ProcessBuilder.Redirect.DISCARD)
          .start()
          .waitFor() == 0;
    } catch (IOException e) {
      return false;
    }
  }

  @Test
  void two_gateways_a_persister_and_a_query_api_work_together_as_composed(TestScope scope) throws Exception {
    JsonNode services = services();
    int[] proxyPorts = {freePort(), freePort()};
    int[] managementPorts = {freePort(), freePort()};
    int apiPort = freePort();
    int persisterPort = freePort();
    for (int i = 0; i < 2; i++) {
      scope.closeLater(start(services, "gateway-" + (i + 1), scope, Map.of("TART_GATEWAY_PORT", "0",
          "TART_GATEWAY_PROXY_PORT", "" + proxyPorts[i], "TART_GATEWAY_MANAGEMENT_PORT",
          "" + managementPorts[i])));
    }
    scope.closeLater(start(services, "persister", scope, Map.of("TART_PERSISTER_PORT", "" + persisterPort)));
    scope.closeLater(start(services, "query-api", scope, Map.of("SERVER_PORT", "" + apiPort)));
    for (int port : new int[]{managementPorts[0], managementPorts[1], persisterPort, apiPort}) {
      Await.until("ready on " + port, START,
          () -> status("GET", "http://localhost:" + port + "/readyz") == 200);
    }

    for (int i = 0; i < 2; i++) {
      talk(proxyPorts[i], Fixtures.peerId(i + 1L), "192.0.2." + (i + 1));
    }
    for (int port : managementPorts) {
      assertThat(status("POST", "http://localhost:" + port + "/flush?timeout=10s")).isEqualTo(200);
    }
    var api = new Api("http://localhost:" + apiPort);
    assertThat(status("POST", api.base() + "/api/flush?timeout=20s")).isEqualTo(200);

    for (int i = 0; i < 2; i++) {
      String node = Fixtures.peerId(i + 1L).toHex();
      assertThat(api.get("/api/nodes/" + node + "/events").get("events").toString())
          .contains("SyncStatusChanged");
      JsonNode session = api.get("/api/nodes/" + node + "/sessions").get("sessions").get(0);
      assertThat(session.toString()).contains("192.0.2." + (i + 1), "gateway-" + (i + 1));
    }
  }

  private static void talk(int port, Bytes32 peer, String source) throws IOException {
    byte[] information = Fixtures.nodeInformation(peer).encode();
    var header = ByteBuffer.allocate(PROXY_V2.length + 12)
        .put(PROXY_V2)
        .put(InetAddress.getByName(source).getAddress())
        .put(InetAddress.getByName("192.0.2.99").getAddress())
        .putShort((short) 40_000)
        .putShort((short) 9000);
    try (var socket = new Socket("localhost", port)) {
      socket.setSoTimeout(20_000);
      var out = socket.getOutputStream();
      out.write(header.array());
      out.write(
          ByteBuffer.allocate(4).order(java.nio.ByteOrder.LITTLE_ENDIAN).putInt(information.length).array());
      out.write(information);
      out.write(SYNCED);
      socket.shutdownOutput();
      assertThat(socket.getInputStream().read()).isEqualTo(-1);
    }
  }

  private static JsonNode services() throws IOException {
    try (InputStream file = Files.newInputStream(TartProcess.ROOT.resolve("docker-compose.yml"))) {
      Object compose = new Yaml().load(file);
      return new JsonMapper().valueToTree(compose).get("services");
    }
  }

  private static AutoCloseable start(JsonNode services, String name, TestScope scope,
      Map<String, String> ports)
      throws IOException {
    JsonNode service = services.get(name);
    String module = service.get("build").get("dockerfile").asString().replace("/Dockerfile", "");
    Map<String, String> environment = new HashMap<>();
    service.get("environment")
        .properties()
        .forEach(variable -> environment.put(variable.getKey(),
            variable.getValue().asString().replace("kafka:9092", scope.bootstrapServers())));
    if (environment.containsKey("TART_DATABASE_URL")) {
      assertThat(environment).containsEntry("TART_DATABASE_URL",
          "jdbc:postgresql://postgres:5432/tart_telemetry");
      environment.put("TART_DATABASE_URL", scope.database().jdbcUrl());
      environment.put("TART_DATABASE_USER", scope.database().user());
      environment.put("TART_DATABASE_PASSWORD", scope.database().password());
    }
    environment.putAll(ports);
    var builder = new ProcessBuilder(ProcessHandle.current().info().command().orElseThrow(), "-Xmx512m",
        "-jar",
        jar(module).toString());
    builder.environment().putAll(environment);
    Path log = TartProcess.newDataDirectory("compose").resolve(name + ".log");
    Process process = builder.redirectErrorStream(true).redirectOutput(log.toFile()).start();
    return () -> {
      process.destroy();
      if (!process.waitFor(20, java.util.concurrent.TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new AssertionError(name + " did not stop; its log is " + log);
      }
    };
  }

  private static Path jar(String module) throws IOException {
    try (Stream<Path> files = Files.list(TartProcess.ROOT.resolve(module).resolve("target"))) {
      List<Path> jars = files
          .filter(file -> file.getFileName().toString().matches(module + "-[^-]+(-SNAPSHOT)?\\.jar"))
          .toList();
      assertThat(jars).as("jars of " + module).hasSize(1);
      return jars.getFirst();
    }
  }

  private static int status(String method, String address) {
    try (var client = HttpClient.newHttpClient()) {
      var request = HttpRequest.newBuilder(URI.create(address))
          .method(method, HttpRequest.BodyPublishers.noBody())
          .build();
      return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
    } catch (IOException e) {
      return 0;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }
}
