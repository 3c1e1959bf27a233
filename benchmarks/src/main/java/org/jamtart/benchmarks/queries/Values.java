package org.jamtart.benchmarks.queries;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jamtart.benchmarks.process.Database;

/** Values of parameters, by their names, of things that the tables know. Not thread-safe. */
final class Values {

  private static final int MOST = 40;
  private static final int RECENT = 20_000;

  private static final String NODE = "select encode(peer_id, 'hex') from node order by id";
  private static final String CORE = recent("core::text", "core is not null");
  private static final String PACKAGE = recent("'0x' || encode(hash, 'hex')", "type = 94");
  private static final String BLOCK = recent("'0x' || encode(hash, 'hex')", "type = 43");
  private static final String REPORT = recent("'0x' || encode(hash, 'hex')", "type = 112");
  private static final String ROOT = recent("'0x' || encode(hash, 'hex')", "type = 120");
  private static final String ANCHOR = recent("'0x' || encode(hash, 'hex')", "type = 131");
  private static final String ANY_HASH = recent("'0x' || encode(hash, 'hex')", "hash is not null");
  private static final String SLOT = recent("slot::text", "type = 43");
  private static final String SERVICE = "select distinct subject::text from network_count where tier = 1 and type between 190 and 199 and subject >= 0";
  private static final String VALIDATOR = "select n::text from generate_series(0, 1022, 26) n";

  /** What a name may mean, the likeliest first: an {@code id} is of what the path is about. */
  private static final Map<String, List<String>> MEANINGS = Map.ofEntries(
      Map.entry("node", List.of(NODE)), Map.entry("node_id", List.of(NODE)),
      Map.entry("core", List.of(CORE)), Map.entry("core_id", List.of(CORE)),
      Map.entry("core_index", List.of(CORE)), Map.entry("i", List.of(CORE)),
      Map.entry("wp_hash", List.of(PACKAGE)), Map.entry("anchor", List.of(ANCHOR, BLOCK)),
      Map.entry("hash", List.of(PACKAGE, BLOCK, REPORT, ROOT, ANY_HASH)),
      Map.entry("header_hash", List.of(BLOCK)), Map.entry("block", List.of(BLOCK)),
      Map.entry("report_hash", List.of(REPORT)), Map.entry("work_report_hash", List.of(REPORT)),
      Map.entry("erasure_root", List.of(ROOT)), Map.entry("slot", List.of(SLOT)),
      Map.entry("service", List.of(SERVICE)), Map.entry("service_id", List.of(SERVICE)),
      Map.entry("validator", List.of(VALIDATOR)), Map.entry("validator_idx", List.of(VALIDATOR)),
      Map.entry("type", List.of("values ('42'), ('10'), ('105')")),
      Map.entry("event_types", List.of("values ('42'), ('10'), ('105')")),
      Map.entry("group", List.of("values ('blocks'), ('status')")),
      Map.entry("number", List.of(CORE, SLOT, SERVICE)),
      Map.entry("implementation", List.of("select distinct implementation_name from node")),
      Map.entry("id", List.of(NODE, "select id::text from quarantine order by received desc",
          "select id::text from replays", "select id::text from quarantine_retry", PACKAGE, BLOCK, CORE)));

  private final Database database;
  private final Map<String, List<List<String>>> known = new HashMap<>();

  Values(Database database) {
    this.database = database;
  }

  /** Of the newest events, so that it costs the same however many there are. */
  private static String recent(String column, String condition) {
    return "select distinct value from (select %s as value from event where %s order by time desc limit %d) recent"
        .formatted(column, condition, RECENT);
  }

  /** For each meaning of a name values of things that exist; none for a name of unknown meaning. */
  List<List<String>> of(String name) throws SQLException {
    List<List<String>> values = known.get(name);
    if (values == null) {
      values = new ArrayList<>();
      for (String query : MEANINGS.getOrDefault(name, List.of())) {
        List<String> found = read(query);
        if (!found.isEmpty()) {
          values.add(found);
        }
      }
      known.put(name, values);
    }
    return values;
  }

  private List<String> read(String query) throws SQLException {
    List<String> found = new ArrayList<>();
    try (Connection connection = database.connect();
        var statement = connection.createStatement();
        var rows = statement.executeQuery("select * from (" + query + ") as found limit " + MOST)) {
      while (rows.next()) {
        found.add(Objects.requireNonNull(rows.getString(1)));
      }
    }
    return found;
  }
}
