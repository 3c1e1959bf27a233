package org.jamtart.persister.replay;

import java.util.UUID;

/** A replay was cancelled, or another process has taken it up: there is nothing more to do for it here. */
final class ReplayLostException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  ReplayLostException(UUID id) {
    super("replay " + id + " is not ours any more");
  }
}
