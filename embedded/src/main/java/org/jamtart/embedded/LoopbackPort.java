package org.jamtart.embedded;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Chooses and checks TCP ports on 127.0.0.1 before a server that reports a taken port badly is started on
 * one.
 *
 * <p>The check is a bind that is undone at once, so a port can still be lost between the check and the
 * server's own bind. Free ports are drawn from below the range that Linux (32768) and macOS (49152) use for
 * outgoing connections, which leaves only other servers to collide with.
 */
public final class LoopbackPort {

  /** The address that every embedded server listens on and advertises. */
  public static final String HOST = "127.0.0.1";

  private static final int LOWEST_DRAWN = 15_000;
  private static final int HIGHEST_DRAWN = 32_000;
  private static final int DRAWS = 200;

  private LoopbackPort() {}

  /**
   * The port to use for a server.
   *
   * @param server the server's name for the error message, such as {@code Kafka}
   * @param wanted 1 to 65535 for exactly this port, 0 for any free one
   * @throws PortTakenException if the wanted port is in use
   * @throws StartupException if it cannot be bound for another reason, or no free one was found
   */
  public static int choose(String server, int wanted) {
    if (wanted < 0 || wanted > 65_535) {
      throw new StartupException(
          "port %d for %s: expected 0 (any free one) to 65535".formatted(wanted, server));
    }
    return wanted == 0 ? free(server) : checked(server, wanted);
  }

  private static int checked(String server, int port) {
    try {
      bind(port);
      return port;
    } catch (BindException e) {
      String reason = String.valueOf(e.getMessage());
      if (reason.contains("Permission denied")) {
        throw new StartupException(
            "port %d for %s needs privileges that this user lacks: choose one above 1023"
                .formatted(port, server),
            e);
      }
      throw new PortTakenException(server, port, e);
    } catch (IOException e) {
      throw new StartupException("port %d for %s cannot be bound on %s: %s".formatted(port, server, HOST, e),
          e);
    }
  }

  private static int free(String server) {
    for (int draw = 0; draw < DRAWS; draw++) {
      int port = ThreadLocalRandom.current().nextInt(LOWEST_DRAWN, HIGHEST_DRAWN);
      try {
        bind(port);
        return port;
      } catch (IOException taken) {
        // draw again
      }
    }
    throw new StartupException(
        "no free port for %s on %s between %d and %d".formatted(server, HOST, LOWEST_DRAWN,
            HIGHEST_DRAWN));
  }

  private static void bind(int port) throws IOException {
    try (ServerSocket socket = new ServerSocket()) {
      socket.bind(new InetSocketAddress(InetAddress.getByAddress(new byte[]{127, 0, 0, 1}), port));
    }
  }
}
