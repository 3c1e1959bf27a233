package org.jamtart.store;

/**
 * What the table {@code merge_mark} says to those who wait for merged rows. A mark is written in the transaction of the part
 * that it is about and deleted in that of the merged row: without marks, merged rows reflect everything that is stored. Marks of
 * what could not be merged, and is tried again later, are left out: a flush does not wait for a repair.
 */
public final class MergeMarks {

  /** The newest mark; 0 if there is none. */
  public static final String NEWEST = "select coalesce(max(id), 0) from merge_mark where not_before = '-infinity'";

  /** Whether a mark is left, up to the one of the parameter. */
  public static final String LEFT = "select exists(select from merge_mark where id <= ? and not_before = '-infinity')";

  private MergeMarks() {}
}
