package org.jamtart.query.count;

import org.jamtart.query.request.Selection;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Gives a statement the parameters {@code :cores} and {@code :nodes} that it has. */
public final class Filtered {

  private Filtered() {}

  /** The statement with as many of them as its text names. */
  public static JdbcClient.StatementSpec of(JdbcClient.StatementSpec statement, String sql,
      Selection selection) {
    JdbcClient.StatementSpec bound = statement;
    if (sql.contains(":cores")) {
      bound = bound.param("cores", selection.coreArray());
    }
    if (sql.contains(":nodes")) {
      bound = bound.param("nodes", selection.nodeArray());
    }
    return bound;
  }
}
