package org.jamtart.query.paging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.jamtart.query.problem.ProblemException;
import org.jamtart.query.request.Query;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(ReplaceUnderscores.class)
class CursorTest {

  private static final Fingerprint FILTER = Fingerprint.of("events", "a", "b");

  @Test
  void A_cursor_comes_back_as_it_went() {
    for (long value : new long[]{0, 1, -1, Long.MIN_VALUE, Long.MAX_VALUE}) {
      var cursor = new Cursor(value, ~value, value / 3);
      assertThat(Cursor.of(query(cursor.text(FILTER)), FILTER)).isEqualTo(cursor);
    }
  }

  @Test
  void Without_one_the_list_begins() {
    assertThat(Cursor.of(Query.of(Map.of()), FILTER)).isNull();
  }

  @Test
  void A_cursor_of_another_filter_or_none_at_all_is_refused() {
    String text = new Cursor(1, 2, 3).text(FILTER);
    assertThatThrownBy(() -> Cursor.of(query(text), Fingerprint.of("events", "b", "a")))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("filters");
    for (String bad : new String[]{text.substring(1), text + "AAAA", "x", "\u00e4", "====", "A"}) {
      assertThatThrownBy(() -> Cursor.of(query(bad), FILTER)).as(bad).isInstanceOf(ProblemException.class);
    }
  }

  private static Query query(String cursor) {
    return Query.of(Map.of("cursor", new String[]{cursor}));
  }
}
