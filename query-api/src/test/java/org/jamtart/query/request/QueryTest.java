package org.jamtart.query.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.jamtart.query.problem.ProblemException;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(ReplaceUnderscores.class)
class QueryTest {

  @Test
  void Lists_may_have_commas_braces_and_repetitions() {
    assertThat(query("type", "{10, 11}", "12", "10").list(9, "type")).containsExactly("10", "11", "12");
    assertThat(query("type", "").list(9, "type")).isEmpty();
    assertThat(query("other", "1").list(9, "type", "event_types")).isEmpty();
    assertThatThrownBy(() -> query("type", "1,2,3").list(2, "type")).isInstanceOf(ProblemException.class)
        .hasMessageContaining("at most 2");
  }

  @Test
  void A_limit_above_the_maximum_is_cut_with_a_word_about_it() {
    assertThat(query("limit", "7").limit(50, 1000)).isEqualTo(new Limit(7, null));
    assertThat(query("x", "7").limit(50, 1000)).isEqualTo(new Limit(50, null));
    Limit cut = query("limit", "99999999999").limit(50, 1000);
    assertThat(cut.value()).isEqualTo(1000);
    assertThat(cut.note()).contains("99999999999", "1000");
    for (String bad : new String[]{"0", "-1", "1.5", "1e3", "many", "99999999999999999999"}) {
      assertThatThrownBy(() -> query("limit", bad).limit(50, 1000)).as(bad)
          .isInstanceOf(ProblemException.class);
    }
  }

  @Test
  void Times_are_rounded_up_to_the_microsecond_in_which_they_begin_to_matter() {
    assertThat(query("start", "2026-11-22T12:00:00.0000001Z").time("start"))
        .isEqualTo(Instant.parse("2026-11-22T12:00:00.000001Z"));
    assertThat(query("start", "2026-11-22T13:00:00 01:00").time("start"))
        .isEqualTo(Instant.parse("2026-11-22T12:00:00Z"));
    for (String bad : new String[]{"2026-11-22T12:00:00", "now", "1969-12-31T23:59:59Z",
        "9999-01-01T00:00:00Z",
        "+1000000000-01-01T00:00:00Z"}) {
      assertThatThrownBy(() -> query("start", bad).time("start")).as(bad)
          .isInstanceOf(ProblemException.class);
    }
  }

  @Test
  void Durations_have_a_unit_or_are_seconds() {
    Duration most = Duration.ofSeconds(60);
    assertThat(query("timeout", "1500ms").duration("timeout", most, most)).isEqualTo(Duration.ofMillis(1500));
    assertThat(query("timeout", "7").duration("timeout", most, most)).isEqualTo(Duration.ofSeconds(7));
    assertThat(query("timeout", "1m").duration("timeout", most, most)).isEqualTo(most);
    assertThat(query("x", "1m").duration("timeout", Duration.ofSeconds(5), most))
        .isEqualTo(Duration.ofSeconds(5));
    assertThatThrownBy(() -> query("timeout", "61").duration("timeout", most, most))
        .isInstanceOf(ProblemException.class);
  }

  @Test
  void U0000_is_refused_and_shown() {
    assertThatThrownBy(() -> query("implementation", "a\0b").text("implementation"))
        .isInstanceOfSatisfying(ProblemException.class,
            e -> assertThat(e.problem().value()).isEqualTo("a\uFFFDb"));
  }

  private static Query query(String name, String... values) {
    return Query.of(Map.of(name, values));
  }
}
