package org.jamtart.replay.server;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import org.jamtart.replay.ReplayException;

/**
 * A JIP-3 server.
 *
 * @param host name or address
 * @param port from 1 to 65535
 */
public record Target(String host, int port) {

  private static final int CONNECT_MS = 10_000;

  /**
   * Reads {@code HOST:PORT}; an IPv6 address stands in brackets.
   *
   * @throws ReplayException when it is something else
   */
  public static Target parse(String text) {
    int colon = text.lastIndexOf(':');
    String host = colon < 0 ? "" : text.substring(0, colon).replaceAll("^\\[|]$", "");
    String digits = text.substring(colon + 1);
    int port = digits.matches("[0-9]{1,5}") ? Integer.parseInt(digits) : 0;
    if (host.isEmpty() || port < 1 || port > 0xffff) {
      throw new ReplayException(
          "the server is '" + text + "': it must be HOST:PORT, such as 127.0.0.1:9000");
    }
    return new Target(host, port);
  }

  Socket connect() {
    var socket = new Socket();
    try {
      socket.setTcpNoDelay(true);
      socket.connect(new InetSocketAddress(InetAddress.getByName(host), port), CONNECT_MS);
      return socket;
    } catch (IOException e) {
      throw new ReplayException("no connection to the server " + this + ": " + e, e);
    }
  }

  @Override
  public String toString() {
    return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
  }
}
