package org.jamtart.simulator.transport;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import org.jamtart.simulator.account.SessionLedger;
import org.jspecify.annotations.Nullable;

/** One attempt to reach the server and, if it succeeds, the session that comes of it. */
final class Connection implements AutoCloseable {
  private final SocketChannel channel;
  private final SelectionKey key;
  private final Outbox outbox = new Outbox();
  private @Nullable SessionLedger ledger;
  private boolean listening = true;

  private Connection(SocketChannel channel, SelectionKey key) {
    this.channel = channel;
    this.key = key;
  }

  /**
   * Begins to connect; the selector says when it can be completed, unless it {@link #isComplete} at once.
   *
   * @param source where to connect from; null for the system's choice
   * @param owner what the selector's keys have attached
   * @throws IOException if it is refused at once
   */
  static Connection open(InetSocketAddress server, @Nullable InetSocketAddress source, Selector selector,
      Object owner) throws IOException {
    if (server.isUnresolved()) {
      throw new IOException("no address is known for " + server.getHostString());
    }
    var channel = SocketChannel.open();
    try {
      channel.configureBlocking(false);
      channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
      if (source != null) {
        channel.setOption(StandardSocketOptions.SO_REUSEADDR, true);
        channel.bind(source);
      }
      channel.connect(server);
      return new Connection(channel, channel.register(selector, SelectionKey.OP_CONNECT, owner));
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  /** Whether it was completed, or needed no completion. */
  boolean isComplete() {
    return channel.isConnected();
  }

  /** Completes the connection, when the selector says that it can be; whether that was so. */
  boolean complete() throws IOException {
    return channel.finishConnect();
  }

  /** Begins the session with its first frame. */
  void begin(byte[] frame, SessionLedger sessionLedger) throws IOException {
    ledger = sessionLedger;
    send(frame, frame.length);
  }

  /** Whether everything that was sent has gone into the socket. */
  boolean isIdle() {
    return outbox.isEmpty();
  }

  /** Sends frames out of a shared buffer, and keeps what the socket does not take. The connection must be idle. */
  void send(byte[] buffer, int length) throws IOException {
    outbox.send(buffer, length, channel, ledger());
    listen();
  }

  /** Sends what was kept. */
  void flush() throws IOException {
    if (!outbox.isEmpty()) {
      outbox.flush(channel, ledger());
      listen();
    }
  }

  /** Whether the server has closed its side. Nothing is ever sent to a node: whatever else comes is read and forgotten. */
  boolean isHungUp(byte[] buffer) throws IOException {
    boolean hungUp = channel.read(ByteBuffer.wrap(buffer)) < 0;
    listening &= !hungUp;
    listen();
    return hungUp;
  }

  /** Closes this side; the server can see that nothing will follow. */
  void hangUp() throws IOException {
    channel.shutdownOutput();
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      // It is given up anyway, and nothing of it is used again.
    }
  }

  /** Listens for the server's end, unless that has come, and for room when something was kept. */
  private void listen() {
    if (key.isValid()) {
      key.interestOps(
          (listening ? SelectionKey.OP_READ : 0) | (outbox.isEmpty() ? 0 : SelectionKey.OP_WRITE));
    }
  }

  private SessionLedger ledger() {
    if (ledger == null) {
      throw new IllegalStateException("the session has not begun");
    }
    return ledger;
  }
}
