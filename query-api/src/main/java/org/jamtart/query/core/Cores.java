package org.jamtart.query.core;

import org.jamtart.query.problem.Problem;
import org.jamtart.query.request.CoreNumbers;
import org.jspecify.annotations.Nullable;

/** The core that a path names. */
final class Cores {

  private final CoreSql sql;

  Cores(CoreSql sql) {
    this.sql = sql;
  }

  /** Its number; 404 when the network does not have so many. The caller has opened a transaction. */
  int known(int core) {
    @Nullable
    Integer count = sql.count();
    if (count == null || core >= count) {
      throw Problem
          .notFound("there is no core " + core + ": "
              + (count == null ? "no node has connected yet" : "the network has " + count + ", from 0"))
          .asException();
    }
    return core;
  }

  /** Its number as the path has it. */
  static int parse(String text) {
    return CoreNumbers.parse("core_id", text);
  }
}
