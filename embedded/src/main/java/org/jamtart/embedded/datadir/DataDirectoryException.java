package org.jamtart.embedded.datadir;

import org.jamtart.embedded.StartupException;
import org.jspecify.annotations.Nullable;

/** A data directory cannot be used; the message says which one, why, and what to do. */
public final class DataDirectoryException extends StartupException {

  private static final long serialVersionUID = 1L;

  DataDirectoryException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
