package org.jamtart.persister.position;

/**
 * The tables belong to another log than the one that is there. Going on would lose records or count them twice, so a
 * person has to decide.
 */
public final class LogRefusedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  static final String ACTION = "If the log that is there is to be continued into these tables, run `tart adopt-log` (or "
      + "start once with tart.persister.adopt-log=true): the tables keep what they have, and reading begins at the log's "
      + "first offset. If not, point tart.log.bootstrap-servers and tart.log.topic at the log that the tables are of.";

  private final String problem;

  LogRefusedException(String problem) {
    super(problem + " " + ACTION);
    this.problem = problem;
  }

  /** What does not fit. */
  String problem() {
    return problem;
  }
}
