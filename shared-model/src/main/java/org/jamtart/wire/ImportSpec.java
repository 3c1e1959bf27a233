package org.jamtart.wire;

/**
 * One imported segment. The wire does not tag the root: bit 15 of the index says which of two hashes it is.
 *
 * @param root a segments-root, or the hash of a work-package
 * @param index the index among the exported segments, plus 0x8000 if the root is the hash of a work-package
 */
public record ImportSpec(@Json("root_identifier") Bytes32 root, @Json("export_index") @U16 int index) {
  private static final int WORK_PACKAGE_HASH = 0x8000;

  /** Whether the root is the hash of a work-package, rather than a segments-root. */
  public boolean isWorkPackageHash() {
    return (index & WORK_PACKAGE_HASH) != 0;
  }

  /** The index among the exported segments, 0 to 32,767. */
  public int exportIndex() {
    return index & ~WORK_PACKAGE_HASH;
  }
}
