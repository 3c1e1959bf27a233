package org.jamtart.query.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jamtart.query.fixture.Rows;
import org.jamtart.testsupport.Fixtures;
import org.jamtart.testsupport.TartTest;
import org.jamtart.testsupport.TestScope;
import org.jamtart.wire.ByteString;
import org.jamtart.wire.Event;
import org.jamtart.wire.EventType;
import org.jamtart.wire.Events;
import org.jamtart.wire.GuaranteeDiscardReason;
import org.jamtart.wire.GuaranteeOutline;
import org.jamtart.wire.GuaranteeingEvent.GuaranteeDiscarded;
import org.jamtart.wire.Protocol;
import org.jamtart.wire.StatusEvent.BestBlockChanged;
import org.jamtart.wire.StatusEvent.FinalizedBlockChanged;
import org.jamtart.wire.StatusEvent.Status;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import tools.jackson.databind.json.JsonMapper;

/** The views, read as Grafana would: by the role that may only read, with the queries of the documentation. */
@TartTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@DisplayNameGeneration(ReplaceUnderscores.class)
class SqlIT {

  private static final Path DOCUMENT = Path.of("../docs/sql.md");
  private static final Path DASHBOARDS = Path.of("../deploy/grafana/dashboards");
  private static final Pattern QUERY = Pattern.compile("```sql\\n(.*?)```", Pattern.DOTALL);
  /** What Grafana replaces by the range that is looked at. */
  private static final Pattern RANGE_MACRO = Pattern.compile("\\$__timeFilter\\(([^)]*)\\)");
  private static final Protocol PROTOCOL = new Protocol(1, 341);

  private final TestScope scope;
  private final Instant now = Instant.now();

  SqlIT(TestScope scope) {
    this.scope = scope;
    var rows = new Rows(scope.database());
    rows.partitionsAround(now);
    for (String table : List.of("node_count_30s", "network_count_30s", "network_count_1m",
        "node_activity_1m")) {
      rows.execute("create table " + table + "_all partition of " + table
          + " for values from ('2026-01-01T00:00:00Z') to ('2036-01-01T00:00:00Z')");
    }
    UUID gateway = new UUID(1, 1);
    rows.gateway(gateway, "g", now.minusSeconds(3600), now.plusSeconds(3600), null);
    for (int node = 1; node <= 2; node++) {
      rows.node(node, now);
      rows.session(node, node, gateway, now.minusSeconds(60), now);
      rows.nodeTotal(node, 11, 10L * node, 0, 0, 0, BigDecimal.ZERO);
    }
    rows.close(2, now, "node_closed", true);
    byte[] guarantees = new byte[341];
    rows.events(List.of(event(1, 1, 11, 77L, new BestBlockChanged(5, 77, Fixtures.peerId(9))),
        event(1, 2, 12, 70L, new FinalizedBlockChanged(5, 70, Fixtures.peerId(9))),
        event(2, 3, 10, null, new Status(6, 40, 30, 20, ByteString.of(guarantees), 0xffffffffL, -1, 12, 13)),
        event(2, 4, 113, 5L,
            new GuaranteeDiscarded(7, new GuaranteeOutline(Fixtures.peerId(8), 5, List.of(1, 2)),
                GuaranteeDiscardReason.REPLACED_BY_BETTER)),
        Rows.Event.of(now, 1, 5, 1, 222, new byte[]{1, 0, 0, 0, 0, 0, 0, 0, (byte) 222})));
    rows.update(
        "insert into node_count values (1, date_bin('30 seconds', ?, timestamptz 'epoch'), 1, 44, -1, 'bad', 6)",
        now);
    for (int node = 1; node <= 2; node++) {
      rows.update(
          "insert into node_activity values (2, date_bin('1 minute', ?, timestamptz 'epoch'), ?, 9, 1, 3, ?, 70)",
          now, node, 77 - node);
    }
    for (int type : List.of(42, 44, 94)) {
      rows.update(
          "insert into network_count values (2, date_bin('1 minute', ?, timestamptz 'epoch'), ?, -1, '', 0, 5)",
          now,
          type);
    }
    for (int partition = 0; partition < 2; partition++) {
      rows.update(
          "insert into network_count values (1, date_bin('30 seconds', ?, timestamptz 'epoch'), 113, 5, 'Other(4)', ?, 3)",
          now, partition);
      rows.update(
          "insert into network_count values (2, date_bin('1 minute', ?, timestamptz 'epoch'), 23, -1, '', ?, 4)",
          now,
          partition);
    }
  }

  private Rows.Event event(int node, long seq, int type, @Nullable Long slot, Event event) {
    return new Rows.Event(now, node, seq, seq, now, slot, null, node, null, type, false, null,
        Events.encode(event, PROTOCOL));
  }

  @Test
  void Every_query_of_the_documentation_finds_something_as_the_reader() throws Exception {
    List<String> queries = queries();
    assertThat(queries).hasSizeGreaterThanOrEqualTo(13);
    for (String query : queries) {
      assertThat(read(query)).as(query).isNotEmpty();
    }
  }

  @Test
  void The_views_have_names_groups_and_the_numbers_that_panels_read() throws Exception {
    assertThat(read(
        "select event_name, event_group, data -> 'BestBlockChanged' ->> 'slot' from events_view where event_type = 11"))
        .containsExactly("BestBlockChanged|status|77");
    assertThat(read(
        "select data #>> '{Status,num_peers}', data #>> '{Status,num_val_peers}', data #>> '{Status,num_sync_peers}',"
            + " data #>> '{Status,num_shards}', data #>> '{Status,shards_size}', data #>> '{Status,num_preimages}',"
            + " data #>> '{Status,preimages_size}', data #>> '{Status,timestamp}' from events_view where event_type = 10"))
        .containsExactly("40|30|20|4294967295|18446744073709551615|12|13|6");
    assertThat(read("select data #>> '{GuaranteeDiscarded,reason}' from events_view where event_type = 113"))
        .containsExactly("ReplacedByBetter");
    assertThat(
        read("select event_name, event_group, data ->> 'Unknown' from events_view where event_type = 222"))
        .containsExactly("Unknown|unknown|{\"timestamp\": 1}");
    assertThat(read("select node_id, is_connected, event_count from nodes order by event_count"))
        .containsExactly(
            Fixtures.peerId(1).toHex() + "|t|10", Fixtures.peerId(2).toHex() + "|f|20");
    assertThat(read("select event_name, reason, core, events from counts where tier = '30s'"))
        .containsExactly("BlockVerificationFailed|bad|null|6");
    assertThat(read("select gateway, end_reason, complete from sessions order by opened_at, session"))
        .containsExactlyInAnyOrder("g|null|null", "g|node_closed|t");
    assertThat(
        read("select time_bucket('5 minutes', timestamptz '2026-11-20 10:07:31+00') at time zone 'UTC'"))
        .containsExactly("2026-11-20 10:05:00");
  }

  @Test
  void The_types_of_the_table_are_those_of_the_wire() throws Exception {
    assertThat(read("select id, name, group_name, failure from event_types order by id"))
        .isEqualTo(EventType.all()
            .stream()
            .map(type -> type.id() + "|" + type.name() + "|" + type.group().key() + "|"
                + (type.failure() ? "t" : "f"))
            .toList());
  }

  @Test
  void The_reader_cannot_write() {
    assertThatThrownBy(() -> read("delete from node returning id")).hasMessageContaining("permission denied");
  }

  @Test
  void Every_panel_of_the_dashboards_finds_something_as_the_reader() throws Exception {
    List<String> queries = new ArrayList<>();
    try (Stream<Path> dashboards = Files.list(DASHBOARDS)) {
      for (Path dashboard : dashboards.toList()) {
        JsonMapper.shared()
            .readTree(dashboard)
            .get("panels")
            .forEach(panel -> panel.get("targets")
                .forEach(target -> target.optional("rawSql").ifPresent(sql -> queries.add(sql.asString()))));
      }
    }
    assertThat(queries).hasSizeGreaterThanOrEqualTo(12);
    for (String query : queries) {
      assertThat(
          read(RANGE_MACRO.matcher(query).replaceAll("$1 between now() - interval '1 hour' and now()")))
          .as(query)
          .isNotEmpty();
    }
  }

  @Test
  void A_query_that_says_the_tier_reads_the_tables_of_that_tier_alone() throws Exception {
    for (String view : List.of("counts", "network_counts", "activity")) {
      assertThat(read("explain select * from " + view + " where tier = '1m'")).as(view)
          .noneMatch(line -> line.contains("_30s") || line.contains("_1h") || line.contains("_1s"));
    }
  }

  private List<String> read(String query) throws SQLException {
    try (Connection connection = scope.database().connect();
        Statement statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      statement.execute("set local role tart_reader");
      List<String> rows = new ArrayList<>();
      try (ResultSet result = statement.executeQuery(query)) {
        while (result.next()) {
          List<String> columns = new ArrayList<>();
          for (int i = 1; i <= result.getMetaData().getColumnCount(); i++) {
            columns.add(String.valueOf(result.getString(i)));
          }
          rows.add(String.join("|", columns));
        }
      }
      return rows;
    }
  }

  private static List<String> queries() throws IOException {
    return QUERY.matcher(Files.readString(DOCUMENT)).results().map(match -> match.group(1)).toList();
  }
}
