package org.jamtart.standalone;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.jamtart.replay.ReplayException;
import org.jamtart.replay.range.RangePlan;
import org.jamtart.replay.server.PlayCounters;
import org.jamtart.replay.server.ServerReplay;
import org.jamtart.replay.server.Target;
import org.jamtart.wire.Bytes32;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** A time range of the log again. */
@Command(name = "replay", mixinStandardHelpOptions = true, sortOptions = false, description = "Runs a time range of the log through the tables again, or plays it to a JIP-3 server as the original connections.", exitCodeListHeading = "Exit codes:%n", exitCodeList = {
    "0:everything was done", "1:something of it was not"})
final class ReplayCommand implements Callable<Integer> {

  @Mixin
  private final LogOptions.What what = new LogOptions.What();

  @Option(names = "--projection", paramLabel = "P", split = ",", description = "into the tables: only these projections, such as events, counts or totals; all: every one [those written in place]")
  private List<String> projections = new ArrayList<>();

  @Option(names = "--dry-run", description = "into the tables: only say what there is to read")
  private boolean dryRun;

  @Option(names = "--continue", paramLabel = "ID", description = "let a replay into the tables that was stopped go on")
  private @Nullable UUID resumed;

  @Option(names = "--api", paramLabel = "HOST:PORT", defaultValue = "${env:TART_API:-localhost:${env:TART_API_PORT:-8080}}", description = "into the tables: address of the query API [TART_API, localhost:8080]")
  private String api = "";

  @Option(names = "--token", paramLabel = "TOKEN", defaultValue = "${env:TART_API_TOKEN:-}", description = "its token, if it has one [TART_API_TOKEN]")
  private String token = "";

  @Option(names = "--to-server", paramLabel = "HOST:PORT", description = "to a server, such as the telemetry port of another gateway")
  private @Nullable String server;

  @Option(names = "--speed", paramLabel = "X", defaultValue = "1", description = "to a server: seconds of the log in a second; 0 is as fast as it takes it [${DEFAULT-VALUE}]")
  private double speed;

  @Mixin
  private final LogOptions.Where where = new LogOptions.Where();

  @Override
  public Integer call() throws Exception {
    if (what.isGiven() == (resumed != null)) {
      throw new ReplayException("say which range: --from TIME, and --to TIME; or --continue ID");
    }
    if (server == null) {
      return intoTables();
    }
    if (!projections.isEmpty() || dryRun || resumed != null) {
      throw new ReplayException(
          "--projection, --dry-run and --continue are for the tables, not for --to-server");
    }
    return toServer(server);
  }

  private int intoTables() throws Exception {
    try (var client = new ReplayClient(api, token)) {
      String id = resumed != null
          ? client.resume(resumed)
          : client.start(what.from(), what.to(), projections,
              what.nodes().stream().map(Bytes32::toHex).toList(), dryRun);
      System.err.println("replay " + id);
      new LongTask(client::stop, client::events, client::state).run(client::follow);
      return client.report() ? 0 : 1;
    }
  }

  private int toServer(String address) throws Exception {
    Target target = Target.parse(address);
    RangePlan plan = RangePlan.of(where.log(), what.range());
    if (plan.completeSince() != null) {
      System.err.println("The log has everything since " + plan.completeSince()
          + " only: retention has dropped some of what was before.");
    }
    var replay = new ServerReplay(where.log(), plan, target, speed);
    PlayCounters counters = replay.counters();
    new LongTask(replay::stop, counters::frames, () -> progress(counters, plan)).run(replay::run);
    if (counters.joined() > 0) {
      System.out.println(counters.joined()
          + " connections were open when the range began: they begin with a Dropped of what was before.");
    }
    if (counters.broken() + counters.unopened() + counters.foreign() + counters.lost() > 0) {
      System.out
          .println("Not sent: the rest of " + counters.broken() + " connections that the server broke off, "
              + counters.unopened() + " sessions whose node information is not in the log any more, "
              + counters.foreign() + " records that are none of TART's, " + counters.lost()
              + " records that retention dropped meanwhile.");
      return 1;
    }
    return counters.records() == plan.records() ? 0 : 1;
  }

  private static String progress(PlayCounters counters, RangePlan plan) {
    return String.format(Locale.ROOT,
        "%,d of %,d records, up to %s: %,d frames, %,d bytes on %,d connections", counters.records(),
        plan.records(), counters.reached(), counters.frames(), counters.bytes(), counters.sessions());
  }
}
