package org.jamtart.persister;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.jamtart.log.LogRecord;
import org.jamtart.testsupport.Fixtures;
import org.jamtart.testsupport.TartTest;
import org.jamtart.testsupport.TestScope;
import org.jamtart.wire.Bytes32;
import org.jamtart.wire.Event;
import org.jamtart.wire.Events;
import org.jamtart.wire.Protocol;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What is kept of packages and services, against a tale that keeps account of itself. */
@TartTest
class PackagesIT {

  private static final String PARTS = """
      select p.hash, n.peer_id, p.opened_at, p.core, p.services::text as services, p.received_at, p.authorized_at,
        p.refined_at, p.report_built_at, p.guarantee_built_at, p.distributed_at, p.failed_at, p.refine_gas,
        p.failure_reason
      from node_package p join node n on n.id = p.node""";

  private static final String WHOLES = """
      select hash, core, services::text as services, received_at, authorized_at, refined_at, report_built_at,
        guarantee_built_at, distributed_at, failed_at, refine_gas, failure_reason, received_by::bigint, guaranteed_by::bigint
      from work_package""";

  private static final String COSTS = """
      select service || '/' || phase as key, sum(executions) as executions, sum(gas) as gas, sum(elapsed_ns) as elapsed,
        sum(load_ns) as load from %s group by service, phase""";

  @Test
  void a_story_gives_the_same_rows_in_any_order_through_any_number_of_persisters() throws Exception {
    long start = Connection.of(1).now() - 5_000_000_000L;
    var tale = new PackageTale(3, start);
    try (var scope = TestScope.open("packages")) {
      TestLog log = TestLog.of(scope);
      tale.said.forEach((node, events) -> {
        Connection connection = Connection.of(100 + node);
        log.write(connection.open());
        log.write(run(connection, events));
      });
      try (var ignored = RunningPersister.start(log.settings, scope.database())) {
        log.flush();
      }
      assertTold(new Tables(scope.database()), tale);
    }
    try (var scope = TestScope.open("packages")) {
      TestLog log = TestLog.of(scope);
      List<List<LogRecord>> told = new ArrayList<>();
      tale.said.forEach((node, events) -> told.add(inPieces(Connection.of(100 + node), events)));
      Collections.reverse(told);
      var random = new Random(5);
      int half = told.stream().mapToInt(List::size).sum() / 2;
      interleave(log, told, random, half);
      String small = "--tart.persister.max-events-per-transaction=37";
      try (var ignored = RunningPersister.start(log.settings, scope.database(), small)) {
        log.flush();
      }
      interleave(log, told, random, Integer.MAX_VALUE);
      try (var one = RunningPersister.start(log.settings, scope.database(), small);
          var other = RunningPersister.start(log.settings, scope.database(), small)) {
        log.flush();
      }
      assertTold(new Tables(scope.database()), tale);
    }
  }

  private static LogRecord run(Connection connection, List<Event> events) {
    var protocol = new Protocol(connection.session.protocol(), connection.session.cores());
    return connection.run(events.stream().map(event -> Events.encode(event, protocol)).toList());
  }

  private static List<LogRecord> inPieces(Connection connection, List<Event> events) {
    List<LogRecord> records = new ArrayList<>(List.of(connection.open()));
    for (int from = 0; from < events.size(); from += 7) {
      records.add(run(connection, events.subList(from, Math.min(from + 7, events.size()))));
    }
    return records;
  }

  /** Takes from the nodes in turn, each in its own order; now and then a record comes twice. */
  private static void interleave(TestLog log, List<List<LogRecord>> told, Random random, int most) {
    for (int i = 0; i < most; i++) {
      List<List<LogRecord>> left = told.stream().filter(records -> !records.isEmpty()).toList();
      if (left.isEmpty()) {
        return;
      }
      LogRecord next = left.get(random.nextInt(left.size())).removeFirst();
      log.write(next);
      if (random.nextInt(6) == 0) {
        log.write(next);
      }
    }
  }

  private static void assertTold(Tables tables, PackageTale tale) throws SQLException {
    Map<String, Object> parts = new TreeMap<>();
    tale.parts.forEach((hash, ofNodes) -> ofNodes.forEach(
        (node, part) -> parts.put(hash.toHex() + Fixtures.peerId(100 + node).toHex(), new TreeMap<>(part))));
    assertThat(rows(tables, PARTS, "hash", "peer_id")).isEqualTo(parts);

    Map<String, Object> wholes = new TreeMap<>();
    tale.parts.keySet().forEach(hash -> wholes.put(hash.toHex(), tale.merged(hash)));
    assertThat(rows(tables, WHOLES, "hash")).isEqualTo(wholes);

    for (String table : List.of("service_cost_1m", "service_cost_1h")) {
      Map<String, List<BigInteger>> costs = new TreeMap<>();
      for (var row : tables.rows(COSTS.formatted(table))) {
        costs.put(String.valueOf(row.get("key")), List.of(whole(row, "executions"), whole(row, "gas"),
            whole(row, "elapsed"), whole(row, "load")));
      }
      Map<String, List<BigInteger>> expected = new TreeMap<>();
      tale.costs.forEach((key, sums) -> expected.put(key, Arrays.asList(sums)));
      assertThat(costs).as(table).isEqualTo(expected);
    }
  }

  /** Rows by their keys; times as the nodes' clocks have them, numbers as text, without what is null. */
  private static Map<String, Object> rows(Tables tables, String sql, String... keys) throws SQLException {
    Map<String, Object> rows = new TreeMap<>();
    for (var row : tables.rows(sql)) {
      var key = new StringBuilder();
      for (String name : keys) {
        key.append(row.remove(name) instanceof byte[] bytes ? Bytes32.of(bytes).toHex() : "");
      }
      Map<String, Object> values = new TreeMap<>();
      row.forEach((name, value) -> {
        if (value != null) {
          values.put(name, value(name, value));
        }
      });
      rows.put(key.toString(), values);
    }
    return rows;
  }

  private static Object value(String name, Object value) {
    if (value instanceof Timestamp time) {
      return ChronoUnit.MICROS.between(java.time.Instant.EPOCH, time.toInstant()) - Connection.JCE;
    }
    if (name.equals("services")) {
      return "[" + value.toString().replaceAll("[{}]", "").replace(",", ", ") + "]";
    }
    return value instanceof BigDecimal number ? number.toPlainString() : value;
  }

  private static BigInteger whole(Map<String, @Nullable Object> row, String name) {
    return new BigDecimal(String.valueOf(row.get(name))).toBigIntegerExact();
  }
}
