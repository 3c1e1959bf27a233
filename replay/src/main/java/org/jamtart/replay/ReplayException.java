package org.jamtart.replay;

import org.jspecify.annotations.Nullable;

/** What was asked for cannot be done; the message is for the person who asked. */
public final class ReplayException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public ReplayException(String message) {
    super(message);
  }

  public ReplayException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
