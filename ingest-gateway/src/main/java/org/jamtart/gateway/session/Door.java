package org.jamtart.gateway.session;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.jamtart.gateway.limit.Admission;
import org.jspecify.annotations.Nullable;

/**
 * Refuses connections before they cost more than to accept them: whoever floods is to have little of the gateway. Which
 * of those that pass find a place is decided when they have become connections. Thread-safe.
 */
final class Door {

  private final Sessions sessions;

  Door(Sessions sessions) {
    this.sessions = sessions;
  }

  /** Whether to refuse one that comes from there; if so it is counted. */
  boolean refuses(InetSocketAddress remote) {
    Ending why = refusal(remote.getAddress());
    if (why != null) {
      sessions.counters().accepted();
      sessions.counters().ended(why);
      new ConnectionLog(sessions.lines()).refused(why, remote);
    }
    return why != null;
  }

  private @Nullable Ending refusal(InetAddress address) {
    Admission admission = sessions.admission();
    if (admission.isFull()) {
      return Ending.TOO_MANY_CONNECTIONS;
    }
    if (admission.isFull(address)) {
      return Ending.TOO_MANY_FROM_ADDRESS;
    }
    return admission.admits(address) ? null : Ending.CONNECTS_TOO_OFTEN;
  }
}
