package org.jamtart.persister.database;

/** What the persister cannot start without is not there; the message says what, {@link #action()} what to do. */
public final class StartFailedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String action;

  /**
   * A start that is given up.
   *
   * @param problem what was waited for, for how long, and what was found
   * @param action what an operator can do
   */
  public StartFailedException(String problem, String action, Throwable cause) {
    super(problem, cause);
    this.action = action;
  }

  /** What an operator can do. */
  String action() {
    return action;
  }
}
