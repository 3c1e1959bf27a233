package org.jamtart.system.abuse;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import org.jamtart.testsupport.Fixtures;
import org.jamtart.testsupport.net.NodeSocket;

/**
 * Where attackers connect, and from where: 127.0.0.2 and on.
 *
 * @param port the gateway's port on loopback
 */
record Target(int port) {

  /** Number of the peer id of an honest node, for those who claim it. */
  static final long HONEST = 0;

  /**
   * A connection from an address of loopback.
   *
   * @param source its last number, 2 to 254
   */
  SocketChannel connect(int source) throws IOException {
    SocketChannel channel = SocketChannel.open();
    try {
      channel.setOption(StandardSocketOptions.SO_LINGER, 0); // or the kernel is out of ports after three seconds
      channel.bind(new InetSocketAddress(InetAddress.getByAddress(new byte[]{127, 0, 0, (byte) source}), 0));
      channel.connect(new InetSocketAddress(InetAddress.getByAddress(new byte[]{127, 0, 0, 1}), port));
      return channel;
    } catch (IOException e) {
      channel.close();
      throw e;
    }
  }

  /** One that has introduced itself and sends something after that. */
  SocketChannel connect(int source, long node, byte... then) throws IOException {
    SocketChannel channel = connect(source);
    try {
      write(channel, NodeSocket.frame(Fixtures.nodeInformation(Fixtures.peerId(node)).encode()));
      write(channel, then);
      return channel;
    } catch (IOException e) {
      channel.close();
      throw e;
    }
  }

  static void write(SocketChannel channel, byte... bytes) throws IOException {
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    while (buffer.hasRemaining()) {
      channel.write(buffer);
    }
  }
}
