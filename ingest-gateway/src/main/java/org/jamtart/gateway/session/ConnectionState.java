package org.jamtart.gateway.session;

/**
 * Where a connection is in its life. Each state has the transitions that are legal from it.
 *
 * <pre>
 * AwaitingProxyHeader ─▶ AwaitingNodeInformation ─▶ Streaming ─▶ Ended
 *          └───────────────────────┴──────────────────────────────▲
 * </pre>
 */
sealed interface ConnectionState {

  /** On a listener that demands it: who connected, by the balancer's word. */
  record AwaitingProxyHeader() implements ConnectionState {
    AwaitingNodeInformation addressed(Introduction introduction) {
      return new AwaitingNodeInformation(introduction);
    }
  }

  /** The first message is on its way. */
  record AwaitingNodeInformation(Introduction introduction) implements ConnectionState {
    Streaming introduced(Session session) {
      return new Streaming(session);
    }
  }

  /** The node has introduced itself and tells its events. */
  record Streaming(Session session) implements ConnectionState {}

  /** Nothing is read any more. */
  record Ended(Ending why) implements ConnectionState {}

  /** Any state ends; one that has ended stays as it is. */
  default Ended ended(Ending why) {
    return this instanceof Ended already ? already : new Ended(why);
  }
}
