package org.jamtart.log;

/** A record of the topic is not one that TART writes; the message says in which respect. */
public final class LogFormatException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  LogFormatException(String message) {
    super(message);
  }

  LogFormatException(String message, Throwable cause) {
    super(message, cause);
  }
}
