package org.jamtart.gateway;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.HexFormat;
import org.jamtart.log.LogRecord.OfSession;
import org.jamtart.log.LogRecord.Open;
import org.jamtart.testsupport.Await;
import org.jamtart.testsupport.Fixtures;
import org.jamtart.testsupport.TartTest;
import org.jamtart.testsupport.TestScope;
import org.jamtart.testsupport.net.NodeSocket;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TartTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@DisplayNameGeneration(ReplaceUnderscores.class)
class ProxyProtocolIT {

  private static final Duration SOON = Duration.ofSeconds(20);
  private static final byte[] SIGNATURE = HexFormat.of().parseHex("0d0a0d0a000d0a515549540a");
  private static final byte LOCAL = 0x20;
  private static final byte PROXY = 0x21;
  private static final byte TCP4 = 0x11;
  private static final byte TCP6 = 0x21;

  private RunningGateway gateway;

  @BeforeAll
  void start(TestScope scope) {
    gateway = scope.closeLater(RunningGateway.start(scope.bootstrapServers(), scope.topic(),
        "--tart.gateway.proxy-port=0", "--tart.gateway.limits.per-address=2",
        "--tart.gateway.limits.connects-per-second=0", // places are what is tested, not how often they are asked for
        "--tart.gateway.session.first-message-within=2s"));
  }

  /** A header as HAProxy's specification lays it out. */
  private static byte[] header(byte command, byte family, byte[] source, int port) {
    int length = family == 0 ? 0 : 2 * source.length + 4;
    var header = ByteBuffer.allocate(16 + length)
        .put(SIGNATURE)
        .put(command)
        .put(family)
        .putShort((short) length);
    if (length > 0) {
      header.put(source).put(new byte[source.length]).putShort((short) port).putShort((short) 9000);
    }
    return header.array();
  }

  private NodeSocket connect(byte[] header, long node) {
    return NodeSocket.connect(gateway.proxyPort())
        .send(header)
        .sendFrame(Fixtures.nodeInformation(Fixtures.peerId(node)).encode());
  }

  private String remoteOf(long node) {
    return gateway.flushed()
        .of(Fixtures.peerId(node))
        .stream()
        .filter(Open.class::isInstance)
        .map(Open.class::cast)
        .map(Open::remote)
        .findFirst()
        .orElse("none");
  }

  @Test
  void the_address_in_the_header_is_where_a_node_comes_from() {
    try (NodeSocket v4 = connect(header(PROXY, TCP4, new byte[]{10, 1, 2, 3}, 5555), 1);
        NodeSocket v6 = connect(
            header(PROXY, TCP6, HexFormat.of().parseHex("20010db8" + "00".repeat(11) + "09"),
                6666),
            2)) {
      assertThat(remoteOf(1)).isEqualTo("10.1.2.3:5555");
      assertThat(remoteOf(2)).isEqualTo("[2001:db8::9]:6666");
      assertThat(v4.localPort()).isNotEqualTo(v6.localPort());
    }
  }

  @Test
  void a_balancer_may_speak_for_itself() {
    try (NodeSocket node = connect(header(LOCAL, (byte) 0, new byte[0], 0), 3)) {
      assertThat(remoteOf(3)).isEqualTo("127.0.0.1:" + node.localPort());
    }
  }

  @Test
  void the_address_in_the_header_is_what_is_limited() {
    byte[] crowded = header(PROXY, TCP4, new byte[]{10, 9, 9, 9}, 1);
    try (NodeSocket first = connect(crowded, 10);
        NodeSocket second = connect(crowded, 11);
        NodeSocket third = connect(crowded, 12);
        NodeSocket other = connect(header(PROXY, TCP4, new byte[]{10, 9, 9, 8}, 1), 13)) {
      // The four race for the two places; the one from elsewhere is never in the way.
      Await.until("one refusal", SOON,
          () -> gateway
              .metric("tart_gateway_connections_ended_total{reason=\"too_many_from_address\"}") == 1);
      assertThat(remoteOf(13)).isEqualTo("10.9.9.8:1");
      assertThat(gateway.metric("telemetry_connections_rejected")).isEqualTo(1);
      assertThat(first.localPort()).isNotEqualTo(second.localPort()).isNotEqualTo(third.localPort());
    }
  }

  @Test
  void without_a_valid_header_nobody_is_taken() {
    byte[] introduction = NodeSocket.frame(Fixtures.nodeInformation(Fixtures.peerId(20)).encode());
    try (NodeSocket none = NodeSocket.connect(gateway.proxyPort()).send(introduction);
        NodeSocket old = NodeSocket.connect(gateway.proxyPort())
            .send("PROXY TCP4 10.1.1.1 10.1.1.2 1 2\r\n".getBytes(US_ASCII));
        NodeSocket udp = NodeSocket.connect(gateway.proxyPort())
            .send(header(PROXY, (byte) 0x12, new byte[]{10, 1, 1, 1}, 1));
        NodeSocket silent = NodeSocket.connect(gateway.proxyPort())) {
      assertThat(none.awaitEnd(SOON)).isNotNull();
      assertThat(old.awaitEnd(SOON)).isNotNull();
      assertThat(udp.awaitEnd(SOON)).isNotNull();
      assertThat(silent.awaitEnd(SOON)).isNotNull();
    }
    assertThat(gateway.metric("tart_gateway_connections_ended_total{reason=\"bad_proxy_header\"}"))
        .isEqualTo(3);
    assertThat(gateway.flushed().all(OfSession.class)).noneMatch(
        record -> record.session().node().equals(Fixtures.peerId(20)));
  }

  @Test
  void a_header_on_the_plain_listener_is_no_node_information() {
    try (NodeSocket node = gateway.connect().send(header(PROXY, TCP4, new byte[]{10, 1, 1, 1}, 1))) {
      assertThat(node.awaitEnd(SOON)).isNotNull();
    }
  }
}
