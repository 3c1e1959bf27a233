package org.jamtart.query.paging;

import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A page of a list that is short enough to be made whole for every page, such as one of nodes or cores.
 *
 * @param next where the next page begins; null when this is the last
 */
public record Slice<T>(List<T> entries, @Nullable Cursor next) {

  /**
   * The entries behind a cursor.
   *
   * @param sorted the whole list, in the order of its keys
   * @param key    names an entry; no two have the same
   * @param order  of the keys
   * @param after  the key of the last entry that was given; null for the first page
   */
  public static <T> Slice<T> of(List<T> sorted, Function<T, Cursor> key, Comparator<Cursor> order,
      @Nullable Cursor after, int limit) {
    List<T> behind = after == null
        ? sorted
        : sorted.stream().filter(entry -> order.compare(key.apply(entry), after) > 0).toList();
    if (behind.size() <= limit) {
      return new Slice<>(behind, null);
    }
    List<T> page = behind.subList(0, limit);
    return new Slice<>(page, key.apply(page.getLast()));
  }
}
