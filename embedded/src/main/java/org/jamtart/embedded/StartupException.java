package org.jamtart.embedded;

import org.jspecify.annotations.Nullable;

/**
 * An embedded server or its directory cannot be used. The message is written for the person who started the
 * program: it says what was wrong, where, and what to do, and needs no stack trace beside it. Its first
 * line stands on its own.
 */
public class StartupException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** With a message for the user. */
  public StartupException(String message) {
    super(message);
  }

  /** With a message for the user, and the cause for those who debug. */
  public StartupException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
