package org.jamtart.embedded;

/** The TCP port that an embedded server was told to use is not free. */
public final class PortTakenException extends StartupException {

  private static final long serialVersionUID = 1L;

  private final int port;

  PortTakenException(String server, int port, Throwable cause) {
    super(
        "port %d for %s is taken on 127.0.0.1: stop what listens there, or choose another port (0 = any free one)"
            .formatted(port, server),
        cause);
    this.port = port;
  }

  /** The port, 1 to 65535. */
  public int port() {
    return port;
  }
}
