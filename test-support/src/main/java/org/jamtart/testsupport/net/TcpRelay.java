package org.jamtart.testsupport.net;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A wire that can fail: listens on a free port of loopback and passes every connection on to a server. It
 * keeps the order and the ends of what it passes (a half-close is passed on as one) and can do to all its
 * connections at once what networks do.
 *
 * <p>Safe for use by several threads.
 */
public final class TcpRelay implements AutoCloseable {

  /** Which way bytes go. */
  public enum Direction {

    /** From the client to the server. */
    TO_SERVER,

    /** From the server to the client. */
    TO_CLIENT
  }

  private final InetSocketAddress server;
  private final ServerSocket listener;
  private final RelayConditions conditions = new RelayConditions();
  private final Set<RelayedConnection> connections = ConcurrentHashMap.newKeySet();
  private volatile boolean refusing;

  private TcpRelay(InetSocketAddress server, ServerSocket listener) {
    this.server = server;
    this.listener = listener;
  }

  /** A relay to a port on loopback. */
  public static TcpRelay to(int port) {
    return to(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
  }

  /** A relay to a server, which need not be there yet. */
  public static TcpRelay to(InetSocketAddress server) {
    try {
      TcpRelay relay = new TcpRelay(server, new ServerSocket(0, 0, InetAddress.getLoopbackAddress()));
      Thread.ofVirtual().name("relay-accept").start(relay::accept);
      return relay;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The port that clients connect to. */
  public int port() {
    return listener.getLocalPort();
  }

  /** How many connections are being passed on now. */
  public int connections() {
    return connections.size();
  }

  /** Ends all connections by a reset on both sides. New ones are accepted. */
  public void cut() {
    connections.forEach(RelayedConnection::reset);
  }

  /** Closes new connections as soon as they are made, or no longer. Those that exist go on. */
  public void refuse(boolean refuse) {
    refusing = refuse;
  }

  /**
   * Passes nothing on until {@link #thaw()}; what clients send piles up in the sockets, and then they
   * block.
   */
  public void freeze() {
    conditions.freeze();
  }

  /** Ends a {@link #freeze()}. */
  public void thaw() {
    conditions.thaw();
  }

  /** Holds each read's bytes back for a time before they are passed on, in both directions. Zero ends it. */
  public void delay(Duration delay) {
    conditions.delay(delay);
  }

  /** Passes on so many bytes a second at the most, on each connection and in each direction. Zero ends it. */
  public void throttle(long bytesPerSecond) {
    conditions.throttle(bytesPerSecond);
  }

  /** Ends one direction of all connections in order, as if that sender had nothing more to say. */
  public void halfClose(Direction direction) {
    connections.forEach(connection -> connection.halfClose(direction));
  }

  /** Cuts all connections and stops listening. */
  @Override
  public void close() {
    try {
      listener.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      conditions.thaw();
      cut();
    }
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        Socket client = listener.accept();
        if (refusing) {
          client.close();
        } else {
          Thread.ofVirtual().name("relay-connect").start(() -> relay(client));
        }
      } catch (IOException e) {
        // the listener was closed, or a client gave up before it was accepted
      }
    }
  }

  private void relay(Socket client) {
    RelayedConnection connection = new RelayedConnection(client, conditions, connections::remove);
    connections.add(connection);
    connection.open(server);
    if (listener.isClosed()) {
      connection.reset();
    }
  }
}
