package org.jamtart.simulator;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jamtart.simulator.account.AccountJson;
import org.jamtart.simulator.story.Network;
import org.jamtart.simulator.story.Story;
import org.jamtart.simulator.story.StoryConfig;
import org.jamtart.simulator.transport.SendingConfig;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code tart simulate}: a simulated network talks to any JIP-3 server, and a summary says what it sent. */
@Command(name = "simulate", mixinStandardHelpOptions = true, sortOptions = false, description = "Runs a simulated JAM network against a JIP-3 server and says what it sent.", exitCodeListHeading = "Exit codes:%n", exitCodeList = {
    "0:everything was sent", "1:nothing was sent, or some of it may be lost", "2:wrong usage"})
public final class SimulateCommand implements Callable<Integer> {
  private static final Duration PROGRESS = Duration.ofSeconds(5);
  private static final Duration LEAVING = Duration.ofSeconds(8);

  @Spec
  @SuppressWarnings("NullAway.Init")
  private CommandSpec spec;

  @Option(names = "--to", required = true, paramLabel = "HOST:PORT", description = "where the server listens")
  private String to = "";

  @Option(names = "--nodes", defaultValue = "10", description = "how many nodes, 1 to 65535 (${DEFAULT-VALUE})")
  private int nodes;

  @Option(names = "--rate", defaultValue = "20", description = "events per second and node, on average (${DEFAULT-VALUE})")
  private double rate;

  @Option(names = "--duration", defaultValue = "60", paramLabel = "SECONDS", description = "how long; 0 is until stopped (${DEFAULT-VALUE})")
  private double duration;

  @Option(names = "--seed", defaultValue = "1", description = "chooses identities, hashes, mishaps (${DEFAULT-VALUE})")
  private long seed;

  @Option(names = "--network", defaultValue = "tiny", description = "constants: tiny or full (${DEFAULT-VALUE})")
  private String network = "";

  @Option(names = "--cores", description = "number of cores, if not the network's own")
  private @Nullable Integer cores;

  @Option(names = "--speed", defaultValue = "1", description = "story seconds per second; 0 is as fast as the server takes it (${DEFAULT-VALUE})")
  private double speed;

  @Option(names = "--threads", description = "sending threads (as many as processors, at most 4)")
  private @Nullable Integer threads;

  @Option(names = "--clock-skew", defaultValue = "0", paramLabel = "SECONDS", description = "how wrong clocks are at most (${DEFAULT-VALUE})")
  private double clockSkew;

  @Option(names = "--drop-when-behind", paramLabel = "SECONDS", description = "nodes that the server lets lag so far drop events and say so; without, they wait")
  private @Nullable Double tolerance;

  @Option(names = "--patience", defaultValue = "30", paramLabel = "SECONDS", description = "how long after the end nodes may still be talking (${DEFAULT-VALUE})")
  private double patience;

  @Option(names = "--source", paramLabel = "ADDRESS", description = "local address to connect from")
  private @Nullable InetAddress source;

  @Option(names = "--connections-per-source", defaultValue = "0", paramLabel = "N", description = "use the next local address after so many connections; from 127.0.0.1 if --source is not given")
  private int connectionsPerSource;

  @Option(names = "--account", paramLabel = "FILE", description = "write what was sent, by node and type, as JSON")
  private @Nullable Path accountFile;

  @Override
  public Integer call() throws IOException, InterruptedException {
    var sending = sending();
    var story = Story.of(story()).startingAt(Instant.now());
    var reported = new CountDownLatch(1);
    try (var simulation = Simulation.start(story, sending)) {
      var hook = new Thread(() -> leave(simulation, reported), "tart-simulator-stop");
      Runtime.getRuntime().addShutdownHook(hook);
      int code = report(simulation);
      reported.countDown();
      forget(hook);
      return code;
    }
  }

  /** Ends the simulation when the process is told to, and lets the summary be written. */
  private static void leave(Simulation simulation, CountDownLatch reported) {
    simulation.stop();
    try {
      if (!reported.await(LEAVING.toMillis(), TimeUnit.MILLISECONDS)) {
        simulation.close();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void forget(Thread hook) {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // The process is on its way out because of the hook: there is nothing to forget any more.
    }
  }

  private int report(Simulation simulation) throws IOException, InterruptedException {
    var summary = new Summary(simulation.account(), System::nanoTime);
    while (!simulation.awaitEnd(PROGRESS)) {
      spec.commandLine().getErr().println(summary.progress());
      spec.commandLine().getErr().flush();
    }
    spec.commandLine().getOut().println(summary.text());
    spec.commandLine().getOut().flush();
    if (accountFile != null) {
      Files.writeString(accountFile, AccountJson.of(simulation.account()));
    }
    return simulation.account().events() > 0 && simulation.account().errors() == 0 ? 0 : 1;
  }

  private StoryConfig story() {
    var constants = Arrays.stream(Network.values())
        .filter(each -> each.name().equalsIgnoreCase(network))
        .findFirst()
        .orElseThrow(() -> wrong("--network = " + network + ": expected tiny or full"));
    try {
      return new StoryConfig(nodes, rate, seed, constants, cores == null ? constants.cores() : cores,
          Instant.now(),
          seconds("--duration", duration), seconds("--clock-skew", clockSkew));
    } catch (IllegalArgumentException e) {
      throw wrong(String.valueOf(e.getMessage()));
    }
  }

  private SendingConfig sending() {
    int colon = to.lastIndexOf(':');
    var host = colon < 0 ? to : to.substring(0, colon).replaceAll("^\\[|\\]$", "");
    int port = port(to.substring(colon + 1));
    if (host.isEmpty() || port == 0) {
      throw wrong("--to = " + to + ": expected HOST:PORT, such as 127.0.0.1:9000");
    }
    try {
      var config = SendingConfig.to(host, port)
          .withSpeed(speed)
          .withPatience(seconds("--patience", patience));
      config = threads == null ? config : config.withThreads(threads);
      config = tolerance == null ? config : config.withTolerance(seconds("--drop-when-behind", tolerance));
      var first = source == null && connectionsPerSource > 0 ? InetAddress.getLoopbackAddress() : source;
      return first == null ? config : config.withSource(first, connectionsPerSource);
    } catch (IllegalArgumentException e) {
      throw wrong(String.valueOf(e.getMessage()));
    }
  }

  /** The port that the digits say; 0 if they say none. */
  private static int port(String digits) {
    int number = digits.matches("[0-9]{1,5}") ? Integer.parseInt(digits) : 0;
    return number <= 0xffff ? number : 0;
  }

  private Duration seconds(String option, double value) {
    if (!(value >= 0 && value <= 1e9)) {
      throw wrong(option + " = " + value + ": expected seconds, 0 to 1000000000");
    }
    return Duration.ofNanos((long) (value * 1e9));
  }

  private ParameterException wrong(String message) {
    return new ParameterException(spec.commandLine(), message);
  }
}
