package org.jamtart.query.workpackage;

import java.util.List;
import org.jamtart.query.paging.Cursor;
import org.jamtart.query.request.Selection;
import org.jspecify.annotations.Nullable;

/** Packages by pages, for the answers of other features. */
public final class PackagePages {

  private final PackageSql sql;

  public PackagePages(PackageSql sql) {
    this.sql = sql;
  }

  /** @param next where the next page begins; null when this is the last */
  public record Page(List<PackageView> packages, @Nullable Cursor next) {}

  /** The newest packages behind a cursor. */
  public Page newest(Window window, Selection selection, @Nullable Cursor after, int limit) {
    List<PackageRow> rows = sql.newest(window, selection, after, limit + 1);
    boolean more = rows.size() > limit;
    List<PackageRow> page = more ? rows.subList(0, limit) : rows;
    return new Page(page.stream().map(PackageView::of).toList(),
        more ? PackageSql.cursor(page.getLast()) : null);
  }
}
