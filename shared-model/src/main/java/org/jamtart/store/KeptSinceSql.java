package org.jamtart.store;

/** Since when none of a table's expired rows is missing: the table {@code kept_since}, by the names of tables. */
public final class KeptSinceSql {

  /** The time of {@code work_package}; no row when none has been deleted yet. */
  public static final String PACKAGES = "select since from kept_since where name = 'work_package'";

  /** The time of {@code convergence_part}; no row when none has been dropped yet. */
  public static final String CONVERGENCE_PARTS = "select since from kept_since where name = 'convergence_part'";

  /** The end of an insert into it: what was deleted is not there again. */
  public static final String LATEST = "on conflict (name) do update set since = greatest(kept_since.since, excluded.since)";

  private KeptSinceSql() {}
}
