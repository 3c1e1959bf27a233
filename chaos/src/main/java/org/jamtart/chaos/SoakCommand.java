package org.jamtart.chaos;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jamtart.chaos.cluster.Home;
import org.jamtart.chaos.judge.LoggedSession;
import org.jamtart.chaos.judge.PlainLog;
import org.jamtart.chaos.judge.Tables;
import org.jamtart.chaos.measure.Processes;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code tart soak}: many connections for long; memory and threads are to stay as they are. */
@Command(name = "soak", mixinStandardHelpOptions = true, sortOptions = false, description = "Starts all of TART as processes, lets many nodes talk for long, and says every minute how much memory and how many threads each process has.", exitCodeListHeading = "Exit codes:%n", exitCodeList = {
    "0:everything that was sent was accepted and stored", "1:it was not", "2:wrong usage"})
final class SoakCommand implements Callable<Integer> {

  private static final Duration MINUTE = Duration.ofMinutes(1);

  @Option(names = "--connections", defaultValue = "1024", description = "simulated nodes, each with a connection (${DEFAULT-VALUE})")
  private int connections;

  @Option(names = "--minutes", defaultValue = "60", description = "how long (${DEFAULT-VALUE})")
  private double minutes;

  @Option(names = "--rate", defaultValue = "1", description = "events per second of each; the story's own are a floor of about 4 to 8 (${DEFAULT-VALUE})")
  private double rate;

  @Option(names = "--seed", defaultValue = "1", description = "of the story that is told (${DEFAULT-VALUE})")
  private long seed;

  @Option(names = "--jvm", paramLabel = "OPTION", split = ",", defaultValue = "-XX:+UseG1GC", description = "options of the services' JVMs, comma between them (${DEFAULT-VALUE})")
  private List<String> jvm = List.of();

  @Option(names = "--data", paramLabel = "DIR", description = "where the cluster's data and logs go (a new directory under chaos/target)")
  private @Nullable Path data;

  @Override
  public Integer call() throws IOException, InterruptedException, SQLException {
    var home = Home.here();
    try (
        var session = Session.start(home, data == null ? ChaosCommand.newDirectory(home) : data, jvm,
            false)) {
      var load = Load.start(session.cluster(), new Load.Volume(connections, rate, Duration.ZERO, false), seed,
          false);
      long end = System.nanoTime() + (long) (minutes * MINUTE.toNanos());
      long before = load.events();
      for (int minute = 1; System.nanoTime() < end; minute++) {
        Thread.sleep(MINUTE);
        long events = load.events();
        System.out.printf(Locale.ROOT, "%4d min  %,d events/s  longest stop %.1f s  %s%n", minute,
            (events - before) / MINUTE.toSeconds(), session.progress().longestStop().toMillis() / 1e3,
            text(session.processes().now()));
        before = events;
      }
      load.close();
      session.cluster().flush();
      session.progress().awaitStored(Duration.ofMinutes(10));
      return judge(session, load) ? 0 : 1;
    }
  }

  private static boolean judge(Session session, Load load) throws SQLException {
    PlainLog log = PlainLog.read(session.cluster().bootstrapServers());
    var rows = new Tables(session.cluster().database().jdbcUrl()).compare(log);
    long repeated = log.sessions().values().stream().mapToLong(LoggedSession::repeated).sum();
    System.out.printf(Locale.ROOT,
        "sent %,d  accepted %,d  stored %,d  twice %d  lost %d  repeated in the log %d%n",
        load.events(), log.frames(), rows.stored(), rows.twice(), rows.lost(), repeated);
    return load.events() == log.frames() && rows.stored() == log.frames() && rows.twice() == 0
        && rows.wrong().isEmpty();
  }

  private static String text(Map<String, Processes.Use> uses) {
    return uses.entrySet()
        .stream()
        .map(use -> use.getKey() + " " + use.getValue().megabytes() + " MB/" + use.getValue().threads())
        .collect(Collectors.joining("  "));
  }
}
