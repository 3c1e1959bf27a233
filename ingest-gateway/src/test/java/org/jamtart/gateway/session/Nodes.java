package org.jamtart.gateway.session;

import io.netty.buffer.ByteBuf;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.util.concurrent.MockTicker;
import io.netty.util.concurrent.Ticker;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jamtart.gateway.limit.Admission;
import org.jamtart.gateway.limit.LimitSettings;
import org.jamtart.gateway.limit.LineLimit;
import org.jamtart.gateway.publish.Budget;
import org.jamtart.testsupport.Fixtures;
import org.jamtart.testsupport.net.NodeSocket;
import org.jamtart.wire.TrailingBytes;
import org.jspecify.annotations.Nullable;
import org.springframework.util.unit.DataSize;

/** Connections without TCP, whose time, log and kernel buffers a test controls. */
final class Nodes {

  static final Instant NOW = Instant.parse("2026-11-22T12:00:00.123456Z");

  final FakeLog log = new FakeLog();
  final MockTicker ticker = Ticker.newMockTicker();
  final Counters counters = new Counters();
  final Connections open = new Connections();
  final Budget budget;
  final Sessions sessions;
  Instant clock = NOW;
  private final List<Node> all = new ArrayList<>();

  Nodes(SessionSettings settings, LimitSettings limits, long perConnection, long total) {
    budget = new Budget(total);
    sessions = new Sessions(new UUID(0x7000, 1), settings, TrailingBytes.MALFORMED, perConnection, log,
        budget,
        new Admission(limits, ticker::nanoTime),
        counters, new LineLimit(ticker::nanoTime), open, new UuidV7(() -> clock), () -> clock);
  }

  static Nodes usual() {
    return new Nodes(settings(), limits(0), 1 << 20, 64 << 20);
  }

  static Nodes bounded(long perConnection, long total) {
    return new Nodes(settings(), limits(0), perConnection, total);
  }

  static SessionSettings settings() {
    return new SessionSettings(Duration.ofSeconds(10), Duration.ofSeconds(120), Duration.ofSeconds(30),
        DataSize.ofKilobytes(4),
        DataSize.ofKilobytes(256), 100);
  }

  static LimitSettings limits(int eventsPerSecond) {
    return new LimitSettings(5, 4, 0, 3, eventsPerSecond, DataSize.ofBytes(0));
  }

  /** A TCP connection from an address of its own. */
  Node connect() {
    return connect("10.0.0." + (1 + all.size()), false);
  }

  Node connect(String address, boolean proxied) {
    var node = new Node(new InetSocketAddress(address, 40_000 + all.size()), proxied);
    all.add(node);
    return node;
  }

  /** One that has introduced itself, the log having taken note. */
  Node introduced(long number) {
    Node node = connect();
    node.sends(introduction(number));
    acknowledge();
    return node;
  }

  static byte[] introduction(long number) {
    return NodeSocket.frame(Fixtures.nodeInformation(Fixtures.peerId(number)).encode());
  }

  void acknowledge() {
    log.acknowledge();
    settle();
  }

  /** No longer keeps one that has ended. */
  void forget(Node node) {
    all.remove(node);
  }

  void passes(Duration time) {
    ticker.advance(time.toNanos(), TimeUnit.NANOSECONDS);
    settle();
  }

  void settle() {
    all.forEach(node -> node.channel.runPendingTasks());
  }

  /** One connection. */
  final class Node {
    final EmbeddedChannel channel = EmbeddedChannel.builder().ticker(ticker).build();
    final FakeSocket socket;
    final Connection connection;

    Node(InetSocketAddress remote, boolean proxied) {
      socket = new FakeSocket(channel, remote);
      connection = new Connection(sessions, socket, proxied);
      channel.pipeline().addLast(new ConnectionHandler(connection));
      connection.opened();
    }

    Node sends(byte... bytes) {
      socket.kernel.writeBytes(bytes);
      if (socket.reading) {
        socket.select();
      }
      settle();
      return this;
    }

    void closes() {
      channel.pipeline().fireUserEventTriggered(ChannelInputShutdownEvent.INSTANCE);
      settle();
    }

    void fails(Throwable cause) {
      channel.pipeline().fireExceptionCaught(cause);
      settle();
    }

    CompletableFuture<@Nullable Void> flush() {
      var read = new CompletableFuture<@Nullable Void>();
      connection.flush(read);
      settle();
      return read;
    }

    boolean everyBufferIsReleased() {
      return socket.handedOver.stream().mapToInt(ByteBuf::refCnt).sum() == 0;
    }
  }
}
