package org.jamtart.benchmarks.queries;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(ReplaceUnderscores.class)
class RepeatedTest {

  @Test
  void A_copy_is_earlier_of_the_slots_of_its_time_and_known_by_a_hash_of_its_own() {
    Map<String, String> types = new LinkedHashMap<>();
    types.put("built_at", "timestamp with time zone");
    types.put("hash", "bytea");
    types.put("slot", "bigint");
    types.put("node_count", "integer");
    var repeated = new Repeated("some_table", "built_at", Duration.ofMinutes(1), Duration.ofHours(2));

    assertThat(repeated.copies()).isEqualTo(120);
    assertThat(repeated.insert(types))
        .isEqualTo(
            "insert into some_table (built_at, hash, slot, node_count) select t.built_at - k * interval '60 s', "
                + "sha256(t.hash || int4send(k)), case when t.slot >= k * 10 then t.slot - k * 10 else t.slot end, t.node_count "
                + "from some_table t cross join generate_series(?, ?) as k where t.built_at >= ? and t.built_at < ? "
                + "on conflict do nothing");
  }

  @Test
  void No_table_reaches_further_back_than_it_is_told() {
    assertThat(Repeated.all(Duration.ofHours(2)))
        .allSatisfy(each -> assertThat(each.reach()).isLessThanOrEqualTo(Duration.ofHours(2)));
  }
}
