package org.jamtart.query.grafana;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jamtart.query.fixture.Rows;

/** Writes counts as the contract of the tables says: one event goes into every tier. */
public final class Counted {

  private static final Map<Integer, String> TIERS = Map.of(1, "30 seconds", 2, "1 minute", 3, "1 hour");

  private final Rows rows;

  public Counted(Rows rows) {
    this.rows = rows;
  }

  /** Partitions of all counts for a year. */
  public void partitions(Instant from, Instant to) {
    for (String table : List.of("node_count_30s", "node_count_1m", "node_count_1h", "node_activity_30s",
        "node_activity_1m", "node_activity_1h", "network_count_1s", "network_count_30s", "network_count_1m",
        "network_count_1h", "core_count_1m", "core_count_1h", "failure_count_1m", "failure_count_1h")) {
      rows.execute(
          "create table %s_all partition of %s for values from ('%s') to ('%s')".formatted(table, table,
              from, to));
    }
  }

  /** So many events of one node at a time; a core of -1 is none. */
  public void events(Instant at, int node, int type, int core, boolean failure, long events) {
    TIERS.forEach((tier, length) -> {
      String bucket = "date_bin('" + length + "', ?, timestamptz 'epoch')";
      rows.update("insert into node_count as t values (" + tier + ", " + bucket + ", ?, ?, ?, '', ?) "
          + "on conflict (tier, node, bucket, type, core, reason) do update set events = t.events + excluded.events",
          at, node, (short) type, core, events);
      rows.update("insert into node_activity as t values (" + tier + ", " + bucket + ", ?, ?, ?, 0, -1, -1) "
          + "on conflict (tier, bucket, node) do update set events = t.events + excluded.events, "
          + "failures = t.failures + excluded.failures", at, node, events, failure ? events : 0);
      // Two partitions of the log, so that a sum is a sum.
      rows.update("insert into network_count as t values (" + tier + ", " + bucket + ", ?, -1, '', ?, ?) "
          + "on conflict (tier, type, bucket, subject, reason, partition) do update set events = t.events + excluded.events",
          at, (short) type, node % 2, events);
      if (tier > 1 && core >= 0) {
        rows.update("insert into core_count as t values (" + tier + ", " + bucket + ", ?, ?, ?, ?) "
            + "on conflict (tier, core, bucket, type, partition) do update set events = t.events + excluded.events",
            at, core, (short) type, node % 2, events);
      }
    });
  }

  /** So many failures of one node at a time for a reason, beside those that have none. */
  public void failures(Instant at, int node, int type, String reason, long events) {
    TIERS.forEach((tier, length) -> {
      String bucket = "date_bin('" + length + "', ?, timestamptz 'epoch')";
      if (tier > 1) {
        rows.update("insert into failure_count values (" + tier + ", " + bucket + ", ?, ?, ?, ?)", at,
            (short) type,
            reason, node, events);
      } else {
        rows.update("insert into network_count values (1, " + bucket + ", ?, -1, ?, ?, ?)", at, (short) type,
            reason, node % 2, events);
      }
    });
  }

  /** A best and a finalized slot of a node. */
  public void slots(Instant at, int node, long best, long finalized) {
    TIERS.forEach((tier, length) -> rows.update("insert into node_activity as t values (" + tier
        + ", date_bin('" + length + "', ?, timestamptz 'epoch'), ?, 0, 0, ?, ?, ?) "
        + "on conflict (tier, bucket, node) do update set best_slot = greatest(t.best_slot, excluded.best_slot), "
        + "finalized_slot = greatest(t.finalized_slot, excluded.finalized_slot)", at, node, BigDecimal.ZERO,
        best,
        finalized));
  }

  /** As many events in each of some seconds. */
  public void seconds(Instant from, int seconds, int type, long events) {
    rows.update(
        "insert into network_count select 0, date_trunc('second', cast(? as timestamptz)) + s * interval '1 second', ?, -1, "
            + "'', 0, ? from generate_series(0, ?) s",
        from, (short) type, events, seconds - 1);
  }
}
