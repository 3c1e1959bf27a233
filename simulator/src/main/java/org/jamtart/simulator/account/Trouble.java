package org.jamtart.simulator.account;

/** What can go wrong between the simulator and the server. */
public enum Trouble {
  /** A connection could not be made; it is tried again. */
  CONNECT_FAILED(false),
  /** An established connection broke. */
  CONNECTION_BROKEN(true),
  /** The server ended a connection before the node had told everything. */
  CLOSED_BY_SERVER(true),
  /** The server did not close its side after the node had closed its own. */
  NOT_CLOSED_BY_SERVER(true),
  /** A node was not done with its story when the time was up. */
  UNFINISHED(true);

  private final boolean error;

  Trouble(boolean error) {
    this.error = error;
  }

  /** Whether it means that something was or may have been lost, unlike an attempt that is repeated. */
  public boolean isError() {
    return error;
  }
}
