package org.jamtart.chaos;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jamtart.chaos.cluster.Cluster;
import org.jamtart.chaos.cluster.Home;
import org.jamtart.chaos.fault.Fault;
import org.jamtart.chaos.fault.Injector;
import org.jamtart.chaos.measure.Processes;
import org.jamtart.chaos.measure.TableProgress;
import org.jamtart.chaos.report.Report;
import org.jamtart.chaos.report.Row;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code tart chaos}: every fault by itself, then all of them together, and the table of what came of it. */
@Command(name = "chaos", mixinStandardHelpOptions = true, sortOptions = false, description = "Starts all of TART as processes, breaks it at random moments under load, and compares the tables with the log, the log with what was sent, and the counters with the rows.", exitCodeListHeading = "Exit codes:%n", exitCodeList = {
    "0:every promise was kept", "1:one was not, or it could not be told", "2:wrong usage"})
final class ChaosCommand implements Callable<Integer> {

  private static final String MIXED = "mixed";
  /** Part of the whole time that the mixture gets. */
  private static final double MIXED_SHARE = 1 / 3.0;
  private static final List<Fault> RARE = List.of(Fault.DATABASE_AWAY, Fault.BROKER_AWAY);

  @Spec
  @SuppressWarnings("NullAway.Init") // set by picocli
  private CommandSpec spec;

  @Option(names = "--minutes", paramLabel = "N", defaultValue = "30", description = "how long faults are injected in all; each at least once (${DEFAULT-VALUE})")
  private double minutes;

  @Option(names = "--times", paramLabel = "N", description = "inject each fault so often, instead of by time")
  private @Nullable Integer times;

  @Option(names = "--faults", paramLabel = "FAULT", split = ",", description = "only these, comma between them: ${COMPLETION-CANDIDATES}", completionCandidates = Keys.class)
  private List<String> faults = new ArrayList<>();

  @Option(names = "--seed", paramLabel = "S", defaultValue = "1", description = "chooses moments, victims and the story that is told (${DEFAULT-VALUE})")
  private long seed;

  @Option(names = "--nodes", defaultValue = "24", description = "simulated nodes (${DEFAULT-VALUE})")
  private int nodes;

  @Option(names = "--rate", defaultValue = "40", description = "events per second of each (${DEFAULT-VALUE})")
  private double rate;

  @Option(names = "--jvm", paramLabel = "OPTION", split = ",", defaultValue = "-XX:TieredStopAtLevel=1,-XX:+UseSerialGC", description = "options of the services' JVMs, comma between them (${DEFAULT-VALUE}: they start twice as fast, and are killed all the time)")
  private List<String> jvm = List.of();

  @Option(names = "--data", paramLabel = "DIR", description = "where the cluster's data and logs go (a new directory under chaos/target)")
  private @Nullable Path data;

  @Option(names = "--json", paramLabel = "FILE", description = "write the table as JSON, too")
  private @Nullable Path json;

  /** What --faults may say. */
  static final class Keys extends ArrayList<String> {
    private static final long serialVersionUID = 1L;

    Keys() {
      super(Fault.keys());
      add(MIXED);
    }
  }

  @Override
  public Integer call() throws IOException, InterruptedException, SQLException {
    List<String> keys = faults.isEmpty() ? new Keys() : faults;
    keys.stream().filter(key -> !new Keys().contains(key)).forEach(key -> {
      throw new ParameterException(spec.commandLine(),
          "--faults " + key + ": expected some of " + new Keys());
    });
    var home = Home.here();
    Path directory = data == null ? newDirectory(home) : data;
    List<Row> rows = new ArrayList<>();
    Instant start = Instant.now();
    boolean smallDisk = keys.contains(MIXED) || keys.contains(Fault.DISK_FULL.key());
    try (var session = Session.start(home, directory, jvm, smallDisk)) {
      for (String key : keys) {
        if (!key.equals(MIXED) && !Fault.of(key).isPossible(session.cluster())) {
          System.err.println(key + " is not possible here: a file system for it cannot be mounted");
          continue;
        }
        rows.add(row(key, session, keys));
        write(rows, start);
      }
    }
    System.out.println(Report.markdown(rows));
    rows.forEach(row -> row.verdict()
        .broken()
        .forEach(what -> System.out.println("BROKEN " + row.title() + ": " + what)));
    return rows.stream().allMatch(row -> row.verdict().broken().isEmpty()) ? 0 : 1;
  }

  private Row row(String key, Session session, List<String> keys) throws InterruptedException, SQLException {
    var volume = new Load.Volume(nodes, rate, Duration.ZERO, true);
    var series = new Series(session.cluster(), session.progress(), session.processes(), volume, seed);
    Duration slice = slice(key, keys);
    if (key.equals(MIXED)) {
      List<Fault> all = Arrays.stream(Fault.values())
          .filter(fault -> fault.isPossible(session.cluster()))
          .toList();
      List<Fault> drawn = new ArrayList<>(all);
      for (Fault fault : all) {
        if (!RARE.contains(fault)) {
          drawn.addAll(List.of(fault, fault, fault));
        }
      }
      drawn.removeIf(fault -> fault == Fault.POISON); // goes on all the time
      return series.run(MIXED, all, injector -> injector.injectTogether(drawn, slice));
    }
    Fault fault = Fault.of(key);
    return series.run(fault.title(), List.of(fault), injector -> repeat(fault, injector, slice));
  }

  private void repeat(Fault fault, Injector injector, Duration slice) throws InterruptedException {
    long end = System.nanoTime() + slice.toNanos();
    int done = 0;
    do {
      injector.inject(fault);
      done++;
    } while (times == null ? System.nanoTime() < end : done < times);
  }

  private Duration slice(String key, List<String> keys) {
    double all = minutes * 60;
    boolean mixed = keys.contains(MIXED);
    if (keys.size() == 1) {
      return Duration.ofMillis((long) (1e3 * all));
    }
    double seconds = key.equals(MIXED)
        ? all * MIXED_SHARE
        : all * (mixed ? 1 - MIXED_SHARE : 1) / (keys.size() - (mixed ? 1 : 0));
    return Duration.ofMillis((long) (1e3 * seconds));
  }

  private void write(List<Row> rows, Instant start) throws IOException {
    if (json != null) {
      Map<String, Object> circumstances = new LinkedHashMap<>();
      circumstances.put("started_at", start.toString());
      circumstances.put("seed", seed);
      circumstances.put("nodes", nodes);
      circumstances.put("rate", rate);
      circumstances.put("processors", Runtime.getRuntime().availableProcessors());
      circumstances.put("java", Runtime.version().toString());
      Files.writeString(json, Report.json(rows, circumstances));
    }
  }

  static Path newDirectory(Home home) throws IOException {
    Path parent = home.root().resolve("chaos/target/data");
    Files.createDirectories(parent);
    return Files.createTempDirectory(parent, "chaos-");
  }
}
