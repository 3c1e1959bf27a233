package org.jamtart.store;

/**
 * What is stored and not yet in every row that tells of it, for those who wait: the tables {@code pending_sums}, of what is to be
 * added up, and {@code merge_mark}, of what is to be merged. A row of theirs comes in the transaction of what it is about, and goes in
 * that of the rows that tell of it: without such rows, all rows reflect everything that is stored. Those of what failed and
 * is tried again later are left out: a flush does not wait for a repair.
 */
public final class UnfinishedSql {

  /** The newest row of each of the two tables; 0 if there is none. */
  public static final String NEWEST = """
      select coalesce((select max(id) from pending_sums where not_before = '-infinity'), 0) as sums,
             coalesce((select max(id) from merge_mark where not_before = '-infinity'), 0) as mark""";

  /** Whether rows are left, up to those of the two parameters. */
  public static final String LEFT = """
      select exists(select from pending_sums where id <= ? and not_before = '-infinity')
          or exists(select from merge_mark where id <= ? and not_before = '-infinity')""";

  /** Name on which the database tells those who add up and merge that somebody waits. */
  public static final String CHANNEL = "tart_unfinished";

  /** Tells them. */
  public static final String HURRY = "select pg_notify('" + CHANNEL + "', '')";

  private UnfinishedSql() {}
}
