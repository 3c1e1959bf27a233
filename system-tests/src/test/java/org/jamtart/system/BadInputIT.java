package org.jamtart.system;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What does not speak JIP-3 is closed with a counted reason and a log line, and a well-behaved neighbour notices nothing. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class BadInputIT {

  private static final Path STREAMS = TartProcess.ROOT
      .resolve("shared-model/src/test/resources/jip3/streams.jsonl");

  private static TartProcess tart;
  private static Path data;
  private static byte[] introduction;

  @BeforeAll
  static void start() throws IOException {
    data = TartProcess.newDataDirectory("bad-input");
    tart = TartProcess.up(data);
    JsonNode onlyInformation = Files.readAllLines(STREAMS)
        .stream()
        .map(line -> new JsonMapper().readTree(line))
        .filter(stream -> stream.get("name").asString().equals("stream/node-info-only"))
        .findFirst()
        .orElseThrow();
    introduction = HexFormat.of().parseHex(onlyInformation.get("hex").asString());
  }

  @AfterAll
  static void stop() {
    tart.close();
  }

  @Test
  void a_first_message_of_garbage_is_closed() throws IOException {
    assertClosed("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(US_ASCII));
  }

  @Test
  void a_first_message_that_decodes_to_nothing_is_closed() throws IOException {
    assertClosed(HexFormat.of().parseHex("03000000" + "abcdef"));
  }

  @Test
  void a_frame_header_of_ones_is_closed() throws IOException {
    assertClosed(concat(introduction, HexFormat.of().parseHex("ffffffff")));
  }

  @Test
  void an_oversized_frame_is_closed() throws IOException {
    assertClosed(concat(introduction, HexFormat.of().parseHex("01000400")));
  }

  @Test
  void silence_is_closed() throws IOException {
    assertClosed(new byte[0]);
  }

  @Test
  void a_neighbour_notices_nothing_and_every_reason_is_counted() throws Exception {
    try (var neighbour = new Socket("localhost", tart.telemetryPort())) {
      neighbour.getOutputStream().write(introduction);
      assertClosed(concat(introduction, HexFormat.of().parseHex("ffffffff")));
      assertClosed(HexFormat.of().parseHex("03000000" + "abcdef"));
      neighbour.getOutputStream().write(HexFormat.of().parseHex("0a000000" + "28063f88792d00000d01"));
      assertThat(tart.flush().exitCode()).isZero();

      String node = HexFormat.of().formatHex(introduction, 171, 203);
      JsonNode events = new Api(tart.api()).get("/api/nodes/" + node + "/events").get("events");
      assertThat(events.toString()).contains("SyncStatusChanged");
    }
    String metrics = text("http://" + tart.gatewayManagement() + "/metrics");
    assertThat(metrics.lines()
        .filter(line -> !line.startsWith("#") && line.matches(".*(reason|cause)=.*"))
        .filter(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)) > 0))
        .hasSizeGreaterThanOrEqualTo(2);
    assertThat(Files.readString(data.resolve("logs/tart.log"))).containsPattern("reason=\\w+");
  }

  private static void assertClosed(byte[] bytes) throws IOException {
    try (var socket = new Socket("localhost", tart.telemetryPort())) {
      socket.setSoTimeout(20_000);
      socket.getOutputStream().write(bytes);
      assertThat(socket.getInputStream().read()).isEqualTo(-1);
    } catch (SocketException e) {
      assertThat(e).hasMessageContaining("reset");
    }
  }

  private static String text(String address) throws IOException, InterruptedException {
    try (var client = HttpClient.newHttpClient()) {
      return client
          .send(HttpRequest.newBuilder(URI.create(address)).build(), HttpResponse.BodyHandlers.ofString())
          .body();
    }
  }

  private static byte[] concat(byte[] one, byte[] other) {
    byte[] both = java.util.Arrays.copyOf(one, one.length + other.length);
    System.arraycopy(other, 0, both, one.length, other.length);
    return both;
  }
}
