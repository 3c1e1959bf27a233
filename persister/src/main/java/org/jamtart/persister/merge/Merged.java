package org.jamtart.persister.merge;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/**
 * A kind of thing that many nodes tell of: what its nodes say is written as parts, by the owner of each partition of the log,
 * and marked {@link Dirty}; this makes its merged rows from them. As a bean it is found by {@link Merging}.
 */
public interface Merged {

  /** Key of the advisory lock of the one who merges, as SQL: for who has to keep out of his way. */
  String LOCK = "hashtext('tart.merge'), hashtext('marks')";

  /** Number of the kind in {@code merge_mark}; never that of another kind, and never given to another. */
  short kind();

  /** Short name, for logs. */
  String name();

  /**
   * Writes the rows of some things, whole, from all their parts that there are, as they come out in any order of the parts. The
   * connection is inside a transaction, which belongs to the caller, and nobody else merges meanwhile. Called again whenever a
   * part of a thing has changed.
   *
   * @param keys of the things, each once, in ascending order of their bytes, unsigned
   */
  void merge(Connection connection, List<byte[]> keys) throws SQLException;

  /**
   * Does what is due by the time and not by a mark, such as rolling up what has been quiet for long: a piece of it, called again
   * soon. The connection is inside a transaction of its own, and nobody merges meanwhile.
   */
  default void settle(Connection connection) throws SQLException {}
}
