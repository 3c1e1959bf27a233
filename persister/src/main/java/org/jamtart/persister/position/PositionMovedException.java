package org.jamtart.persister.position;

/** The offset row of a partition is not where this persister left it; nothing was written. */
public final class PositionMovedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int partition;

  PositionMovedException(int partition) {
    super("the offset row of partition " + partition + " has moved");
    this.partition = partition;
  }

  /** Partition of the log. */
  public int partition() {
    return partition;
  }
}
