package org.jamtart.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;

class LoopbackPortTest {

  @Test
  void a_free_port_can_be_bound_at_once() throws Exception {
    int port = LoopbackPort.choose("Kafka", 0);

    try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      assertThat(socket.getLocalPort()).isEqualTo(port);
    }
  }

  @Test
  void a_wanted_port_that_is_free_is_the_one_chosen() {
    int port = LoopbackPort.choose("Kafka", 0);

    assertThat(LoopbackPort.choose("Kafka", port)).isEqualTo(port);
  }

  @Test
  void a_taken_port_is_named_with_its_server_and_the_way_out() throws Exception {
    try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      assertThatThrownBy(() -> LoopbackPort.choose("PostgreSQL", other.getLocalPort()))
          .isInstanceOfSatisfying(PortTakenException.class,
              e -> assertThat(e.port()).isEqualTo(other.getLocalPort()))
          .hasMessage("port " + other.getLocalPort() + " for PostgreSQL is taken on 127.0.0.1: "
              + "stop what listens there, or choose another port (0 = any free one)");
    }
  }

  @Test
  void a_listener_on_all_addresses_takes_the_port_on_loopback_too() throws Exception {
    try (ServerSocket other = new ServerSocket(0)) {
      assertThatThrownBy(() -> LoopbackPort.choose("PostgreSQL", other.getLocalPort()))
          .isInstanceOf(PortTakenException.class);
    }
  }

  @Test
  void a_number_that_is_no_port_is_refused() {
    assertThatThrownBy(() -> LoopbackPort.choose("Kafka", 65_536)).isInstanceOf(StartupException.class)
        .hasMessage("port 65536 for Kafka: expected 0 (any free one) to 65535");
  }
}
