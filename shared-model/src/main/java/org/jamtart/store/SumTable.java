package org.jamtart.store;

import java.util.List;
import java.util.stream.Collectors;
import org.jamtart.store.SumTable.Column.Kind;
import org.jamtart.store.SumTable.Column.Rule;
import org.jamtart.store.Unnest.Given;

/** The tables whose rows add up and of which a transaction writes many: what {@link SumColumns} must know of them. */
public enum SumTable {

  /** Events of one node in one bucket, by type, core and reason. */
  NODE_COUNT("node_count", key("tier", Kind.SMALLINT), key("node", Kind.INTEGER), key("bucket", Kind.TIME),
      key("type", Kind.SMALLINT), key("core", Kind.INTEGER), key("reason", Kind.TEXT), sum("events")),

  /** All that one node did in one bucket. */
  NODE_ACTIVITY("node_activity", key("tier", Kind.SMALLINT), key("bucket", Kind.TIME),
      key("node", Kind.INTEGER), sum("events"), sum("failures"), exact("dropped"),
      greatest("best_slot", Kind.BIGINT), greatest("finalized_slot", Kind.BIGINT)),

  /** Events of all nodes of one partition of the log in one bucket, by type, subject and reason. */
  NETWORK_COUNT("network_count", key("tier", Kind.SMALLINT), key("type", Kind.SMALLINT),
      key("bucket", Kind.TIME), key("subject", Kind.BIGINT), key("reason", Kind.TEXT),
      key("partition", Kind.INTEGER), sum("events")),

  /** Events about one core, of all nodes of one partition of the log, in one bucket, by type. */
  CORE_COUNT("core_count", key("tier", Kind.SMALLINT), key("core", Kind.INTEGER), key("bucket", Kind.TIME),
      key("type", Kind.SMALLINT), key("partition", Kind.INTEGER), sum("events")),

  /** Events of the group of failures of one node in one bucket, by type and reason. */
  FAILURE_COUNT("failure_count", key("tier", Kind.SMALLINT), key("type", Kind.SMALLINT),
      key("bucket", Kind.TIME), key("reason", Kind.TEXT), key("node", Kind.INTEGER), sum("events")),

  /** Frames of one session. */
  SESSION_TOTAL("session_total", key("session", Kind.BIGINT), sum("events"), sum("unknown"), sum("expired"),
      sum("malformed"), exact("dropped")),

  /** Frames of one type of one node. */
  NODE_TOTAL("node_total", key("node", Kind.INTEGER), key("type", Kind.SMALLINT), sum("events"),
      sum("unknown"), sum("expired"), sum("malformed"), exact("dropped")),

  /** Frames of one node: what its rows of {@link #NODE_TOTAL} add up to, of which there is one for each type. */
  NODE_SUM("node_sum", key("node", Kind.INTEGER), sum("events"), sum("unknown"), sum("expired"),
      sum("malformed"), exact("dropped")),

  /** Events of a node about a peer in an hour, and the time of the newest of them. */
  PEER_COUNT("peer_count", key("bucket", Kind.TIME), key("type", Kind.SMALLINT), key("node", Kind.INTEGER),
      key("peer", Kind.BYTEA), sum("events"), greatest("last", Kind.TIME));

  /**
   * A column.
   *
   * @param rule what becomes of a value when there is a row of the key
   */
  record Column(String name, Kind kind, Rule rule) {

    /** What it is in the table, and in the array that brings its values. */
    enum Kind {
      SMALLINT("smallint"), INTEGER("integer"), BIGINT("bigint"), TEXT("text"), BYTEA("bytea"),
      /** Unix microseconds in the array. */
      TIME("bigint"),
      /** Decimal digits in the array: numbers beyond 64 bits. */
      NUMERIC("text");

      private final String given;

      Kind(String given) {
        this.given = given;
      }

      boolean isNumber() {
        return this != TEXT && this != BYTEA && this != NUMERIC;
      }
    }

    /** What becomes of it. */
    enum Rule {
      KEY, SUM, GREATEST
    }

    private Given given() {
      return switch (kind) {
        case TIME -> Given.time(name);
        case NUMERIC -> Given.text(name, "numeric");
        default -> Given.plain(name, kind.given);
      };
    }

    private String updated() {
      return rule == Rule.SUM ? Unnest.sum(name) : Unnest.greatest(name);
    }
  }

  private final String table;
  private final List<Column> columns;
  private final String insert;

  SumTable(String table, Column... columns) {
    this.table = table;
    this.columns = List.of(columns);
    this.insert = statement(table, this.columns);
  }

  private static Column key(String name, Kind kind) {
    return new Column(name, kind, Rule.KEY);
  }

  private static Column sum(String name) {
    return new Column(name, Kind.BIGINT, Rule.SUM);
  }

  private static Column exact(String name) {
    return new Column(name, Kind.NUMERIC, Rule.SUM);
  }

  private static Column greatest(String name, Kind kind) {
    return new Column(name, kind, Rule.GREATEST);
  }

  private static String statement(String table, List<Column> columns) {
    String key = columns.stream()
        .filter(column -> column.rule == Rule.KEY)
        .map(Column::name)
        .collect(Collectors.joining(", "));
    return Unnest.insert(table, columns.stream().map(Column::given).toList(), Unnest.updating(key,
        columns.stream().filter(column -> column.rule != Rule.KEY).map(Column::updated)));
  }

  /** Its name in the schema. */
  public String table() {
    return table;
  }

  /** Its columns, in the order in which a row gives them. */
  List<Column> columns() {
    return columns;
  }

  /** The statement, whose parameters are in the order of the columns. */
  public String insert() {
    return insert;
  }
}
