package org.jamtart.standalone;

import java.util.Locale;
import java.util.concurrent.Callable;
import org.jamtart.replay.range.RangePlan;
import org.jamtart.replay.server.PlayCounters;
import org.jamtart.replay.server.ServerReplay;
import org.jamtart.replay.server.Target;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** A time range of the log again. */
@Command(name = "replay", mixinStandardHelpOptions = true, sortOptions = false, description = "Plays a time range of the log to a JIP-3 server, as the original connections.", exitCodeListHeading = "Exit codes:%n", exitCodeList = {
    "0:everything was sent", "1:something of it was not"})
final class ReplayCommand implements Callable<Integer> {

  @Mixin
  private final LogOptions.What what = new LogOptions.What();

  @Option(names = "--to-server", required = true, paramLabel = "HOST:PORT", description = "the server, such as the telemetry port of another gateway")
  private String server = "";

  @Option(names = "--speed", paramLabel = "X", defaultValue = "1", description = "seconds of the log in a second; 0 is as fast as the server takes it [${DEFAULT-VALUE}]")
  private double speed;

  @Mixin
  private final LogOptions.Where where = new LogOptions.Where();

  @Override
  public Integer call() throws Exception {
    Target target = Target.parse(server);
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
