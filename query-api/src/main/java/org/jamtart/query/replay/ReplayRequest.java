package org.jamtart.query.replay;

import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.jamtart.query.problem.Problem;
import org.jamtart.query.request.NodeIds;
import org.jamtart.query.request.Times;
import org.jamtart.wire.Bytes32;
import org.jspecify.annotations.Nullable;

/**
 * What somebody asks for.
 *
 * @param from        beginning of the range, by the receipt of records; RFC 3339
 * @param to          its end, exclusive; now when absent
 * @param projections names; all that are keyed when absent, and "all" for every one
 * @param nodes       ids of nodes; all when absent
 * @param dryRun      only count what there is
 * @param toServer    host:port of a JIP-3 server to play it to, one of tart.replay.allowed-targets; into the tables when
 *                    absent
 * @param speed       to a server: seconds of the log in a second, 1 when absent; 0 is as fast as the server takes it
 */
@Schema(name = "ReplayRequest")
record ReplayRequest(@Nullable String from, @Nullable String to, @Nullable List<@Nullable String> projections,
    @Nullable List<@Nullable String> nodes, @Nullable Boolean dryRun,
    @Nullable String toServer, @Nullable Double speed) {

  private static final int MOST = 1_024;
  private static final double FASTEST = 1_000_000;

  /** Checked. */
  record Range(Instant from, Instant to, List<String> projections, List<Bytes32> nodes, boolean dryRun,
      @Nullable String toServer, @Nullable Double speed) {}

  Range checked(InstantSource clock, TargetSettings targets) {
    if (from == null) {
      throw Problem.parameter("from", "", "a time in RFC 3339, such as 2026-11-22T12:00:00Z").asException();
    }
    Instant begin = Times.parse("from", from);
    Instant end = to == null ? clock.instant() : Times.parse("to", to);
    if (!begin.isBefore(end)) {
      throw Problem.parameter("to", end.toString(), "after from").asException();
    }
    List<String> names = given("projections", projections);
    for (String name : names) {
      if (!name.matches("[a-z0-9_-]{1,64}")) {
        throw Problem.parameter("projections", name, "the name of a projection, such as events")
            .asException();
      }
    }
    return new Range(begin, end, names,
        given("nodes", nodes).stream().map(id -> NodeIds.parse("nodes", id)).toList(),
        Boolean.TRUE.equals(dryRun), toServer == null ? null : targets.checked(toServer), speed(names));
  }

  private @Nullable Double speed(List<String> names) {
    if (toServer == null) {
      if (speed != null) {
        throw Problem.parameter("speed", speed.toString(), "left out: it is for to_server").asException();
      }
      return null;
    }
    if (!names.isEmpty()) {
      throw Problem.parameter("projections", String.join(",", names),
          "left out: they are for the tables, not for to_server").asException();
    }
    if (speed == null) {
      return 1.0;
    }
    if (!(speed >= 0 && speed <= FASTEST)) {
      throw Problem.parameter("speed", speed.toString(), "from 0 (no waiting) to 1000000").asException();
    }
    return speed;
  }

  private static List<String> given(String name, @Nullable List<@Nullable String> values) {
    if (values == null) {
      return List.of();
    }
    if (values.size() > MOST) {
      throw Problem.parameter(name, values.size() + " values", "at most " + MOST).asException();
    }
    return values.stream().map(value -> value == null ? "" : value).distinct().toList();
  }
}
