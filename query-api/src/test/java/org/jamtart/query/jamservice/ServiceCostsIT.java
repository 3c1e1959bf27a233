package org.jamtart.query.jamservice;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jamtart.query.fixture.Api;
import org.jamtart.query.fixture.Plan;
import org.jamtart.query.fixture.Rows;
import org.jamtart.testsupport.TartTest;
import org.jamtart.testsupport.TestDatabase;
import org.jamtart.testsupport.TestScope;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** 30 services in four partitions of the log, ten minutes of each hour of a day; of two services with equal gas the lower comes first. */
@TartTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@DisplayNameGeneration(ReplaceUnderscores.class)
class ServiceCostsIT {

  private static final String SERIES = "/api/grafana/services/timeseries?start=2026-11-20T10:00:00Z&end=2026-11-20T11:00:00Z&interval=2m";

  private final TestDatabase database;
  private final Rows rows;
  private final Api api;

  ServiceCostsIT(TestScope scope) {
    database = scope.database();
    rows = new Rows(database);
    for (String day : List.of("20", "21")) {
      rows.execute("create table service_cost_1m_%1$s partition of service_cost_1m ".formatted(day)
          + "for values from ('2026-11-%s 00:00Z') to ('2026-11-%d 00:00Z')".formatted(day,
              Integer.parseInt(day) + 1));
    }
    rows.execute(
        """
            insert into service_cost
            select 2, h + m * interval '1 minute', s, p, q, 1, (s / 2) * (p + 1), 5, 7
            from generate_series(timestamptz '2026-11-20 00:00Z', '2026-11-20 23:00Z', interval '1 hour') h,
              generate_series(0, 9) m, generate_series(1, 30) s, generate_series(0, 2) p, generate_series(0, 3) q""");
    // On the next day, with packages alone.
    rows.execute(
        """
            insert into work_package (hash, first_seen, last_updated, core, services, node, received_by, guaranteed_by)
            select sha256(i::text::bytea), timestamptz '2026-11-21 10:00Z' + i * interval '1 minute', now(), 3,
              array[9 - i % 2 * 2, 9 - i % 2 * 2], 1, 1, 0 from generate_series(0, 2) i""");
    api = Api.start(scope);
  }

  @Test
  void The_series_is_of_the_twenty_with_most_gas() {
    List<Integer> busiest = Stream.concat(IntStream.rangeClosed(12, 30).boxed(), Stream.of(10))
        .sorted()
        .toList();
    List<String> expected = new ArrayList<>();
    for (int bucket = 0; bucket < 10; bucket += 2) {
      for (int service : busiest) {
        // Two minutes, four partitions.
        int gas = service / 2 * 2 * 4;
        expected.add("2026-11-20T10:0%d:00.000000Z 0x%08x 0 %d %d %d".formatted(bucket, service, gas, 2 * gas,
            3 * gas));
      }
    }
    assertThat(points(SERIES)).isEqualTo(expected);
    // The same asked for one by one.
    List<String> single = new ArrayList<>();
    busiest.forEach(service -> single.addAll(points(SERIES + "&service=" + service)));
    assertThat(single).containsExactlyInAnyOrderElementsOf(expected);
    assertThat(points(SERIES + "&service=1,2,0x1f")).hasSize(10);
  }

  @Test
  void Services_with_packages_alone_are_among_them() {
    String range = "?start=2026-11-21T10:00:00Z&end=2026-11-21T11:00:00Z";
    assertThat(points("/api/grafana/services/timeseries" + range + "&interval=1m")).containsExactly(
        "2026-11-21T10:00:00.000000Z 0x00000009 1 0 0 0", "2026-11-21T10:01:00.000000Z 0x00000007 1 0 0 0",
        "2026-11-21T10:02:00.000000Z 0x00000009 1 0 0 0");
  }

  @Test
  void More_points_than_an_answer_can_have_are_refused() {
    String days = "/api/grafana/services/timeseries?start=2026-11-17T00:00:00Z&end=2026-11-21T00:00:00Z&interval=1m";
    assertThat(api.get(days).status()).isEqualTo(400);
    assertThat(points(days + "&service=10")).hasSize(240);
  }

  @Test
  void Counts_of_other_hours_are_not_read_and_those_of_the_range_once() {
    for (String when : List.of("before", "after")) {
      assertThat(examined(CostSql.BY_TIME)).as(when).isEqualTo(10 * 30 * 3 * 4);
      assertThat(examined(CostSql.BY_SERVICE)).as(when).isEqualTo(10 * 30 * 3 * 4);
      assertThat(examined(CostSql.BY_PHASE_AND_SERVICE)).as(when).isEqualTo(10 * 30 * 3 * 4);
      rows.execute("analyze service_cost");
    }
  }

  private long examined(String sql) {
    Map<String, @Nullable Object> parameters = new HashMap<>();
    parameters.put("tier", (short) 2);
    parameters.put("start", OffsetDateTime.parse("2026-11-20T10:00:00Z"));
    parameters.put("end", OffsetDateTime.parse("2026-11-20T11:00:00Z"));
    parameters.put("services", null);
    parameters.put("seconds", 60);
    parameters.put("most", 20);
    parameters.put("limit", 50);
    parameters.put("offset", 0);
    return Plan.of(database, sql, parameters).examined("service_cost");
  }

  private List<String> points(String path) {
    return api.json(path)
        .valueStream()
        .map(it -> it.get("ts").stringValue() + " " + it.get("service_id").stringValue() + " "
            + it.get("work_packages") + " " + it.get("authorization_gas") + " " + it.get("refinement_gas")
            + " "
            + it.get("execution_gas"))
        .toList();
  }
}
