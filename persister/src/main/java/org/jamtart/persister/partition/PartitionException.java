package org.jamtart.persister.partition;

import java.sql.SQLException;

/** A partition could not be made; the cause says why. */
public final class PartitionException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  PartitionException(String message, SQLException cause) {
    super(message + ": " + cause.getMessage(), cause);
  }
}
