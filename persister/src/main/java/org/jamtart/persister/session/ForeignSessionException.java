package org.jamtart.persister.session;

/** A record says that a session is of one node, the table that it is of another: no gateway writes that. */
public final class ForeignSessionException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  ForeignSessionException(SessionState known, String claimed) {
    super(
        "session " + known.uuid() + " is of node " + known.node().peerId() + ", the record says " + claimed);
  }
}
