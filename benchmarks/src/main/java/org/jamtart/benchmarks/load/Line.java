package org.jamtart.benchmarks.load;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import org.jspecify.annotations.Nullable;

/** One connection that says a node's stream over and over. For one thread. */
final class Line implements AutoCloseable {

  /** Else a system holds megabytes for each that a busy server does not take: a minute's work for who stores them. */
  private static final int SEND_BUFFER = 64 * 1024;

  private final SocketChannel channel;
  private final NodeStream node;
  private final ByteBuffer buffer;
  private int frame;

  private Line(SocketChannel channel, NodeStream node, ByteBuffer bytes) {
    this.channel = channel;
    this.node = node;
    this.buffer = bytes.duplicate().limit(0);
  }

  /**
   * Connects and introduces itself.
   *
   * @param source local address; null for the system's choice
   * @param bytes  the bytes of the node's stream, shared by all its lines
   */
  static Line connect(InetSocketAddress server, @Nullable InetAddress source, NodeStream node,
      ByteBuffer bytes)
      throws IOException {
    SocketChannel channel = SocketChannel.open();
    try {
      if (source != null) {
        channel.bind(new InetSocketAddress(source, 0));
      }
      channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
      channel.setOption(StandardSocketOptions.SO_SNDBUF, SEND_BUFFER);
      channel.connect(server);
      var introduction = ByteBuffer.wrap(node.introduction());
      while (introduction.hasRemaining()) {
        channel.write(introduction);
      }
      channel.configureBlocking(false);
      return new Line(channel, node, bytes);
    } catch (IOException e) {
      channel.close();
      throw e;
    }
  }

  /**
   * Writes the next frames, or what is left of the last ones, in one system call.
   *
   * @return how many frames were begun; 0 when the socket took nothing, or only what was left
   */
  int write(int frames) throws IOException {
    int begun = 0;
    if (!buffer.hasRemaining()) {
      if (frame == node.frames()) {
        frame = 0;
      }
      int next = Math.min(frame + frames, node.frames());
      buffer.limit(node.start(next)).position(node.start(frame));
      begun = next - frame;
      frame = next;
    }
    channel.write(buffer);
    return begun;
  }

  /** Whether the socket has not taken all of what was begun. */
  boolean isStuck() {
    return buffer.hasRemaining();
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
