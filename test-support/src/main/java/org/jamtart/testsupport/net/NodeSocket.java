package org.jamtart.testsupport.net;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.StandardSocketOptions;
import java.time.Duration;
import org.jamtart.wire.Frames;

/**
 * A node as the gateway's port sees it: a TCP connection on which the test sends what it likes, well-formed
 * or not. One thread at a time.
 */
public final class NodeSocket implements AutoCloseable {

  private static final int CONNECT_MILLIS = 10_000;

  private final Socket socket;

  private NodeSocket(Socket socket) {
    this.socket = socket;
  }

  /** How the other side ended the connection. */
  public enum End {

    /** In order: end of stream. */
    CLOSED,

    /** By a reset. */
    RESET
  }

  /** Connects to a port on loopback. */
  public static NodeSocket connect(int port) {
    return connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
  }

  /** Connects to a port on loopback from an address of loopback, such as 127.0.0.2. */
  public static NodeSocket connectFrom(String address, int port) {
    Socket socket = new Socket();
    try {
      socket.bind(new InetSocketAddress(address, 0));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot connect from " + address, e);
    }
    return connect(socket, new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
  }

  /**
   * Connects, without delaying small writes. A connection that the other side resets before this method
   * returns is one like any other: {@link #awaitEnd} says so.
   */
  public static NodeSocket connect(InetSocketAddress address) {
    return connect(new Socket(), address);
  }

  private static NodeSocket connect(Socket socket, InetSocketAddress address) {
    try {
      socket.setTcpNoDelay(true);
      socket.connect(address, CONNECT_MILLIS);
      return new NodeSocket(socket);
    } catch (IOException e) {
      if (String.valueOf(e.getMessage()).startsWith("Connection reset")) {
        return new NodeSocket(socket);
      }
      throw new UncheckedIOException("no connection to " + address, e);
    }
  }

  /** A message with its length before it. */
  public static byte[] frame(byte[] message) {
    byte[] frame = new byte[Frames.LENGTH_PREFIX + message.length];
    Frames.writeLength(message.length, frame, 0);
    System.arraycopy(message, 0, frame, Frames.LENGTH_PREFIX, message.length);
    return frame;
  }

  /** Sends bytes as they are. Blocks while the other side does not read. */
  public NodeSocket send(byte... bytes) {
    return send(bytes, 0, bytes.length);
  }

  /** Sends a part of an array as it is. */
  public NodeSocket send(byte[] bytes, int offset, int length) {
    try {
      socket.getOutputStream().write(bytes, offset, length);
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Sends a message with its length before it. */
  public NodeSocket sendFrame(byte[] message) {
    return send(frame(message));
  }

  /** Ends this side of the connection in order; the other side can still send. */
  public void halfClose() {
    try {
      socket.shutdownOutput();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Ends the connection by a reset, so that the other side sees an error and may lose what it has not read.
   */
  public void reset() {
    try {
      socket.setOption(StandardSocketOptions.SO_LINGER, 0);
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Waits until the other side ends the connection.
   *
   * @throws AssertionError if it does not in time, or sends anything: a JIP-3 server never speaks
   */
  public End awaitEnd(Duration timeout) {
    try {
      socket.setSoTimeout(Math.toIntExact(Math.max(1, timeout.toMillis())));
      int read = socket.getInputStream().read();
      if (read >= 0) {
        throw new AssertionError("the server sent 0x%02x, and is to send nothing".formatted(read));
      }
      return End.CLOSED;
    } catch (SocketTimeoutException e) {
      throw new AssertionError("the server kept the connection open for %d ms".formatted(timeout.toMillis()),
          e);
    } catch (SocketException e) {
      return End.RESET;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The port of this end, by which a server's log names the connection. */
  public int localPort() {
    return socket.getLocalPort();
  }

  /** Ends the connection in order, both ways. */
  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
