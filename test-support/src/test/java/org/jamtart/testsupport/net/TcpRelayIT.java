package org.jamtart.testsupport.net;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import org.jamtart.testsupport.Await;
import org.jamtart.testsupport.net.NodeSocket.End;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TcpRelayIT {

  private static final Duration SOON = Duration.ofSeconds(10);

  private ServerSocket server;
  private TcpRelay relay;
  private NodeSocket client;
  private Socket accepted;

  @BeforeEach
  void connect() throws IOException {
    server = new ServerSocket(0, 0, InetAddress.getLoopbackAddress());
    relay = TcpRelay.to(server.getLocalPort());
    client = NodeSocket.connect(relay.port());
    accepted = server.accept();
    accepted.setSoTimeout(10_000);
  }

  @AfterEach
  void close() throws IOException {
    client.close();
    accepted.close();
    relay.close();
    server.close();
  }

  @Test
  void bytes_and_the_end_of_the_stream_are_passed_on() throws IOException {
    client.send("hello".getBytes(US_ASCII)).sendFrame(new byte[]{7, 8});
    client.halfClose();

    assertThat(accepted.getInputStream().readAllBytes())
        .isEqualTo(new byte[]{'h', 'e', 'l', 'l', 'o', 2, 0, 0, 0, 7, 8});
    accepted.close();
    assertThat(client.awaitEnd(SOON)).isEqualTo(End.CLOSED);
    Await.until("no connections", SOON, () -> relay.connections() == 0);
  }

  @Test
  void a_half_close_by_the_server_leaves_the_other_way_open() throws IOException {
    relay.halfClose(TcpRelay.Direction.TO_CLIENT);
    assertThat(client.awaitEnd(SOON)).isEqualTo(End.CLOSED);

    client.send((byte) 42);

    assertThat(accepted.getInputStream().read()).isEqualTo(42);
  }

  @Test
  void a_half_close_towards_the_server_is_the_end_of_its_stream() throws IOException {
    relay.halfClose(TcpRelay.Direction.TO_SERVER);

    assertThat(accepted.getInputStream().read()).isEqualTo(-1);
  }

  @Test
  void a_cut_resets_both_sides_and_lets_new_connections_in() throws IOException {
    relay.cut();

    assertThat(client.awaitEnd(SOON)).isEqualTo(End.RESET);
    assertThatThrownBy(() -> accepted.getInputStream().read()).isInstanceOf(SocketException.class);
    try (NodeSocket next = NodeSocket.connect(relay.port()); Socket nextAccepted = server.accept()) {
      next.send((byte) 1);
      assertThat(nextAccepted.getInputStream().read()).isEqualTo(1);
    }
  }

  @Test
  void a_reset_by_the_client_reaches_the_server() {
    client.reset();

    assertThatThrownBy(() -> accepted.getInputStream().read()).isInstanceOf(SocketException.class);
  }

  @Test
  void a_refusing_relay_closes_new_connections_only() throws IOException {
    relay.refuse(true);
    try (NodeSocket next = NodeSocket.connect(relay.port())) {
      assertThat(next.awaitEnd(SOON)).isEqualTo(End.CLOSED);
    }

    client.send((byte) 1);

    assertThat(accepted.getInputStream().read()).isEqualTo(1);
  }

  @Test
  void a_frozen_relay_passes_nothing_until_it_thaws() throws IOException {
    relay.freeze();
    client.send((byte) 9);
    accepted.setSoTimeout(100);
    assertThatThrownBy(() -> accepted.getInputStream().read()).isInstanceOf(SocketTimeoutException.class);

    relay.thaw();

    accepted.setSoTimeout(10_000);
    assertThat(accepted.getInputStream().read()).isEqualTo(9);
  }

  @Test
  void a_delay_holds_bytes_back() throws IOException {
    relay.delay(Duration.ofMillis(150));
    long begin = System.nanoTime();

    client.send((byte) 9);

    assertThat(accepted.getInputStream().read()).isEqualTo(9);
    assertThat(Duration.ofNanos(System.nanoTime() - begin)).isGreaterThanOrEqualTo(Duration.ofMillis(150));
  }

  @Test
  void a_throttle_bounds_the_rate() throws IOException {
    relay.throttle(20_000);
    long begin = System.nanoTime();

    client.send(new byte[6_000]);

    assertThat(accepted.getInputStream().readNBytes(6_000)).hasSize(6_000);
    assertThat(Duration.ofNanos(System.nanoTime() - begin)).isGreaterThanOrEqualTo(Duration.ofMillis(200));
  }

  @Test
  void a_server_that_is_not_there_ends_the_connection() throws IOException {
    server.close();

    try (NodeSocket next = NodeSocket.connect(relay.port())) {
      assertThat(next.awaitEnd(SOON)).isEqualTo(End.RESET);
    }
  }
}
