package org.jamtart.store;

/**
 * The schema as a contract between the persister, which alone changes it, and the readers, which wait for it.
 */
public final class Schema {

  /** Class-path location of the Liquibase changelog, which names one file per feature. */
  public static final String CHANGELOG = "org/jamtart/store/changelog.xml";

  /** Id of the last change set of the last file; a reader waits until {@code databasechangelog} has it. */
  public static final String VERSION = "node-sums";

  /** Type of rows that count frames whose discriminator could not be read. */
  public static final short UNREADABLE_TYPE = -1;

  /** Node of quarantined records that name none; never the number of a real node. */
  public static final int NO_NODE = 0;

  /** Type of counts of all events together. */
  public static final short ALL_TYPES = -2;

  /** Where a count has no core, slot, epoch or service. */
  public static final int NONE = -1;

  private Schema() {}
}
