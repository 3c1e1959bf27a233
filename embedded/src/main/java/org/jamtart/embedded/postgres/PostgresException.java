package org.jamtart.embedded.postgres;

import org.jamtart.embedded.StartupException;
import org.jspecify.annotations.Nullable;

/**
 * The embedded PostgreSQL could not be prepared, started or stopped; later lines of the message are the end
 * of its own log.
 */
public final class PostgresException extends StartupException {

  private static final long serialVersionUID = 1L;

  PostgresException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
