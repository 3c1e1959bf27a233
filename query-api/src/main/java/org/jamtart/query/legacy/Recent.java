package org.jamtart.query.legacy;

import java.util.List;
import org.jamtart.query.event.EventFilter;
import org.jamtart.query.event.EventPages;
import org.jamtart.query.event.EventView;
import org.jamtart.query.request.TimeRange;
import org.jamtart.wire.ByteStyle;
import org.springframework.stereotype.Component;

/** The newest events of some types in a range, as far as events are kept. */
@Component("legacyRecent")
final class Recent {

  private final EventPages pages;

  Recent(EventPages pages) {
    this.pages = pages;
  }

  /** Newest first; the caller has opened a transaction. */
  List<EventView> of(List<Integer> types, TimeRange range, int limit) {
    return pages.slice(EventFilter.of(null, types, range), null, 0, limit, ByteStyle.HEX).events();
  }
}
