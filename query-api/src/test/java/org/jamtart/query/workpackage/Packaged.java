package org.jamtart.query.workpackage;

import java.time.Instant;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.jamtart.query.fixture.Rows;
import org.jamtart.testsupport.Fixtures;
import org.jamtart.wire.Bytes32;
import org.jspecify.annotations.Nullable;

/** Writes packages as the contract of the tables says. Times are milliseconds after a moment; -1 is never. */
final class Packaged {

  private static final String PART = """
      insert into node_package values (?, ?, ?, ?, ?, ?, ?, ?, cast(? as bigint[]), ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""";

  /** What the merged row is, by other means than those of the persister. */
  private static final String WHOLE = """
      insert into work_package
      select hash, min(first_seen), max(last_updated), (select core from node_package f where f.hash = p.hash order by received_at limit 1),
        (select services from node_package f where f.hash = p.hash order by received_at limit 1),
        (select node from node_package f where f.hash = p.hash order by received_at limit 1), min(received_at), min(authorized_at),
        min(refined_at), min(report_built_at), min(guarantee_built_at), min(distributed_at), min(failed_at),
        (select refine_gas from node_package f where f.hash = p.hash and refined_at is not null order by refined_at limit 1),
        (select failure_reason from node_package f where f.hash = p.hash and failed_at is not null order by failed_at limit 1),
        count(received_at), count(guarantee_built_at)
      from node_package p group by hash""";

  private final Rows rows;
  private final Instant zero;

  Packaged(Rows rows, Instant zero) {
    this.rows = rows;
    this.zero = zero;
  }

  static Bytes32 hash(int number) {
    return Fixtures.peerId(1_000 + number);
  }

  /** A node's part: received, authorized, refined, report, guarantee, distributed, failed. */
  void part(int number, int node, int core, long[] services, @Nullable Long gas, @Nullable String reason,
      long... at) {
    long first = Arrays.stream(at).filter(time -> time >= 0).min().orElseThrow();
    long last = Arrays.stream(at).max().orElseThrow();
    rows.update(PART, hash(number).toByteArray(), node, time(first), time(last), time(first - 5), (long) node,
        5L, core,
        Arrays.stream(services).mapToObj(Long::toString).collect(Collectors.joining(",", "{", "}")),
        time(at[0]),
        time(at[1]), time(at[2]), time(at[3]), time(at[4]), time(at[4]), time(at[5]), time(at[6]),
        gas == null ? null : java.math.BigDecimal.valueOf(gas), reason);
  }

  void merge() {
    rows.execute(WHOLE);
  }

  private @Nullable Instant time(long millis) {
    return millis == -1 ? null : zero.plusMillis(millis);
  }
}
