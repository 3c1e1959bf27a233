package org.jamtart.persister.audit;

import java.util.Comparator;

/**
 * By what a node names an audit.
 *
 * @param session number of the session
 * @param id      the node's number for the audit, as 64 bits
 */
record AuditKey(long session, long id) implements Comparable<AuditKey> {

  private static final Comparator<AuditKey> ORDER = Comparator.comparingLong(AuditKey::session)
      .thenComparingLong(AuditKey::id);

  @Override
  public int compareTo(AuditKey other) {
    return ORDER.compare(this, other);
  }
}
