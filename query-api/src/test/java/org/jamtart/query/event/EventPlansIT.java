package org.jamtart.query.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jamtart.query.fixture.Plan;
import org.jamtart.query.fixture.Rows;
import org.jamtart.testsupport.TartTest;
import org.jamtart.testsupport.TestDatabase;
import org.jamtart.testsupport.TestScope;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/** No list reads more of the table than it says, however much the table has: 320,000 events in eight partitions here. */
@TartTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@DisplayNameGeneration(ReplaceUnderscores.class)
class EventPlansIT {

  private static final Instant FIRST = Instant.parse("2026-11-16T00:00:00Z");
  private static final Instant MIDDLE = Instant.parse("2026-11-20T12:00:00Z");
  private static final Instant STUCK = Instant.parse("2026-11-18T00:00:00Z");
  private static final int PARTITIONS = 8;
  private static final int RARE = 42;

  private final TestDatabase database;

  EventPlansIT(TestScope scope) {
    database = scope.database();
    var rows = new Rows(database);
    rows.partitions(LocalDate.parse("2026-11-16"), LocalDate.parse("2026-11-23"));
    for (int node = 1; node <= 50; node++) {
      rows.node(node, MIDDLE);
      rows.session(node, node, new UUID(1, 1), MIDDLE, MIDDLE);
    }
    rows.execute(
        """
            insert into event
            select timestamptz '2026-11-16 00:00:00+00' + i * interval '2 s', 1 + i % 50, i / 50, i / 50, now(), i, null,
                   1 + i % 50, null, case when i % 1000 = 0 then 42 when i % 3 = 0 then 11 else 10 end, false, null,
                   decode('0000000000000000000a', 'hex')
            from generate_series(0, 319999) i""");
    // A node whose clock stands still.
    rows.execute(
        """
            insert into event
            select timestamptz '2026-11-18 00:00:00+00', 1, 1000000 + i, i, now(), i, null, 1, null, 42, false, null,
                   decode('0000000000000000002a', 'hex')
            from generate_series(1, 30000) i""");
    rows.execute("analyze event");
    rows.execute("analyze session");
    rows.execute("analyze node");
  }

  static Stream<Arguments> walks() {
    Short[] unknown = IntStream.range(200, 256).mapToObj(i -> (short) i).toArray(Short[]::new);
    Integer[] everybody = IntStream.rangeClosed(1, 50).boxed().toArray(Integer[]::new);
    return Stream.of(Arguments.of("all", EventSql.ALL, 51, 1, Map.of()),
        Arguments.of("all, long page", EventSql.ALL, 1001, 1, Map.of()),
        Arguments.of("a frequent type", EventSql.BY_TYPE, 51, 1, Map.of("branches", new Short[]{10})),
        Arguments.of("a rare type", EventSql.BY_TYPE, 51, 1, Map.of("branches", new Short[]{RARE})),
        Arguments.of("types", EventSql.BY_TYPE, 1001, 3, Map.of("branches", new Short[]{10, 11, RARE})),
        Arguments.of("types that nobody sends", EventSql.BY_TYPE, 51, 0, Map.of("branches", unknown)),
        Arguments.of("a node", EventSql.BY_NODE, 51, 1, Map.of("branches", new Integer[]{7})),
        Arguments.of("every node", EventSql.BY_NODE, 200, 50, Map.of("branches", everybody)),
        Arguments.of("a node's rare type", EventSql.BY_NODE, 10_000, 1,
            Map.of("branches", new Integer[]{1}, "types", new Short[]{RARE})),
        Arguments.of("a rare core of all", EventSql.ALL_WANTED, 10_000, 1, Map.of("cores", new Integer[]{3})),
        Arguments.of("a slot of a type", EventSql.BY_TYPE, 10_000, 1,
            Map.of("branches", new Short[]{11}, "slot", 5L)),
        Arguments.of("one time", EventSql.OF_TIME, 10_000, 1,
            Map.of("nodes", new Integer[]{1}, "types", new Short[]{RARE}, "most", 51)),
        Arguments.of("the first of one time", EventSql.OF_TIME, 60, 1,
            Map.of("nodes", new Integer[]{1}, "types", new Short[]{RARE}, "most", 51)));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("walks")
  void A_page_examines_no_more_than_its_share(String what, String sql, int entries, int branches,
      Map<String, Object> more) {
    for (Instant behind : new Instant[]{Instant.parse("9999-12-31T00:00:00Z"), MIDDLE, STUCK}) {
      Map<String, Object> parameters = wanted(more);
      parameters.put("entries", entries);
      parameters.put("start", time(FIRST.plusSeconds(60)));
      parameters.put("t", time(behind));
      parameters.put("s", 25L);
      parameters.put("q", 1L);
      Plan plan = Plan.of(database, sql, parameters);
      // Each partition gives one entry before it is known which of them has the newest.
      long most = (long) branches * (entries + PARTITIONS);
      assertThat(plan.examined("event")).as("%s: %s", what, plan).isLessThanOrEqualTo(most);
      assertThat(plan.readWhole("event")).as("%s: %s", what, plan).isEmpty();
    }
  }

  @Test
  void A_full_page_within_one_time_reads_no_further() {
    Map<String, Object> parameters = wanted(
        Map.of("entries", 10_000, "most", 51, "t", time(STUCK), "s",
            25L, "q", 1L, "nodes", new Integer[]{1}, "types", new Short[]{RARE}));
    Plan plan = Plan.of(database, EventSql.OF_TIME, parameters);
    assertThat(plan.examined("event")).as("%s", plan).isLessThan(100);
  }

  @Test
  void Within_one_time_the_last_entry_that_was_examined_is_told_wanted_or_not() {
    var sql = new EventSql(JdbcClient.create(database.dataSource()));
    EventKey first = EventKey.endOf(STUCK);
    List<EventSql.Entry> wanted = sql.ofTime(of(1, RARE), first, 10_000, 51);
    assertThat(wanted).hasSize(51);
    // Of 30,001 of that time, none is of that type.
    List<EventSql.Entry> some = sql.ofTime(of(1, 43), first, 10_000, 51);
    assertThat(some).hasSize(1);
    assertThat(some.getFirst().n()).isEqualTo(10_000);
    List<EventSql.Entry> all = sql.ofTime(of(1, 43), first, 40_000, 51);
    assertThat(all).hasSize(1);
    assertThat(all.getFirst().n()).isEqualTo(30_001);
  }

  @Test
  void The_rows_of_a_page_are_found_by_their_keys() {
    int count = 1000;
    var parameters = new HashMap<String, Object>();
    // Row i has the time 2 s after row i - 1.
    parameters.put("times", IntStream.range(0, count)
        .mapToObj(i -> FIRST.plusSeconds(2L * i * 300).toString())
        .toArray(String[]::new));
    parameters.put("sessions",
        IntStream.range(0, count).mapToObj(i -> 1L + i * 300L % 50).toArray(Long[]::new));
    parameters.put("seqs", IntStream.range(0, count).mapToObj(i -> i * 300L / 50).toArray(Long[]::new));
    parameters.put("first", time(FIRST));
    parameters.put("last", time(FIRST.plusSeconds(2L * count * 300)));
    Plan plan = Plan.of(database, EventSql.ROWS, parameters);
    assertThat(plan.examined("event")).as("%s", plan).isEqualTo(count);
    assertThat(plan.readWhole("event")).as("%s", plan).isEmpty();
  }

  @Test
  void Sessions_and_nodes_of_a_page_are_found_by_their_keys() {
    Plan sessions = Plan.of(database, EventSql.SESSIONS, Map.of("ids", new Long[]{1L, 2L}));
    assertThat(sessions.examined("session")).isLessThanOrEqualTo(50);
  }

  private static EventSql.Wanted of(int node, int type) {
    return new EventSql.Wanted(List.of(node), List.of(type), null, null, null);
  }

  private static Map<String, Object> wanted(Map<String, Object> more) {
    Map<String, Object> parameters = new HashMap<>();
    for (String name : List.of("nodes", "types", "cores", "slot", "hash")) {
      parameters.put(name, null);
    }
    parameters.putAll(more);
    return parameters;
  }

  private static OffsetDateTime time(Instant time) {
    return time.atOffset(ZoneOffset.UTC);
  }
}
