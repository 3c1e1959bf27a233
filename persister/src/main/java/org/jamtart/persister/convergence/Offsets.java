package org.jamtart.persister.convergence;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import org.jamtart.persister.convergence.Clocks.Skew;

/** The same samples twice: by the nodes' clocks as they are, and with their estimated skew removed. Not thread-safe. */
final class Offsets {

  private final Samples plain = new Samples();
  private final Samples skewless = new Samples();
  private final boolean clamped;

  /** @param clamped whether what is below 0, which only clocks can make, counts as 0 */
  Offsets(boolean clamped) {
    this.clamped = clamped;
  }

  /** Adds the nodes' reports, as offsets from a node's anchor. */
  Offsets add(Earliest reports, Earliest.First anchor, Skew skew) {
    long trueAnchor = anchor.micros() + skew.behind(anchor.node());
    reports.forEach((node, micros) -> {
      plain.add(sample(micros - anchor.micros()));
      skewless.add(sample(micros + skew.behind(node) - trueAnchor));
    });
    return this;
  }

  private long sample(long offset) {
    return clamped ? Math.max(0, offset) : offset;
  }

  int size() {
    return plain.size();
  }

  /** Sets four parameters: offsets and buckets, then the same without skew. */
  void set(PreparedStatement statement, int from) throws SQLException {
    Rows.figures(statement, from, plain.figures(), skewless.figures());
  }

  /** Sets two parameters: offsets, then the same without skew. */
  void setOffsets(PreparedStatement statement, int from) throws SQLException {
    var connection = statement.getConnection();
    statement.setArray(from, connection.createArrayOf("int4", plain.figures().offsets()));
    statement.setArray(from + 1, connection.createArrayOf("int4", skewless.figures().offsets()));
  }
}
