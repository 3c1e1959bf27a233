package org.jamtart.chaos;

import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.jamtart.chaos.cluster.Cluster;
import org.jamtart.chaos.cluster.Program;
import org.jamtart.chaos.fault.Fault;
import org.jamtart.chaos.fault.Injector;
import org.jamtart.chaos.fault.Poison;
import org.jamtart.chaos.judge.Judge;
import org.jamtart.chaos.measure.Processes;
import org.jamtart.chaos.measure.TableProgress;
import org.jamtart.chaos.report.Row;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Faults under load, and a judgement at the end: one row of the table. */
final class Series {

  private static final Logger log = LoggerFactory.getLogger(Series.class);
  private static final Duration CLOCKS_WRONG_BY = Duration.ofHours(26);
  private static final Duration NOTHING_LEFT = Duration.ofMinutes(4);

  private final Cluster cluster;
  private final TableProgress progress;
  private final Processes processes;
  private final Load.Volume volume;
  private final Random random;

  Series(Cluster cluster, TableProgress progress, Processes processes, Load.Volume volume, long seed) {
    this.cluster = cluster;
    this.progress = progress;
    this.processes = processes;
    this.volume = volume;
    this.random = new Random(seed);
  }

  /** What is to be done with the faults while the load goes on. */
  @FunctionalInterface
  interface Plan {
    void carryOut(Injector injector) throws InterruptedException;
  }

  /** Runs a plan that uses some faults. */
  Row run(String title, List<Fault> faults, Plan plan) throws InterruptedException, SQLException {
    progress.awaitStored(NOTHING_LEFT);
    long begin = System.nanoTime();
    int deaths = deaths();
    var judge = new Judge(cluster.bootstrapServers(), cluster.database().jdbcUrl(), cluster.apiBase(),
        progress.ends());
    var injector = new Injector(cluster, progress, random);
    Load.Volume what = faults.contains(Fault.CLOCK_JUMP)
        ? new Load.Volume(volume.nodes(), volume.rate(), CLOCKS_WRONG_BY, volume.recorded())
        : volume;
    Load load = Load.start(cluster, what, random.nextInt(1_000_000), faults.contains(Fault.NODE_NETWORK));
    @Nullable
    Poison poison = faults.contains(Fault.POISON)
        ? Poison.into(cluster.bootstrapServers(), progress, new Random(random.nextLong()))
        : null;
    processes.restart();
    progress.restart();
    try {
      plan.carryOut(injector);
    } finally {
      load.close();
      if (poison != null) {
        poison.close();
      }
    }
    Duration longestStop = progress.longestStop();
    cluster.flush();
    var verdict = judge.judge(load.sent(), poison == null ? Set.of() : poison.foreign(),
        poison == null ? Set.of() : poison.invented(), faults.stream().anyMatch(Fault::mayLoseWhatWasSent));
    var row = new Row(title, injector.times(), verdict, longestStop, injector.longestRecovery(),
        Duration.ofNanos(System.nanoTime() - begin), deaths() - deaths, processes.largest());
    log.info("event=judged series=\"{}\" accepted={} stored={} lost={} twice={} broken={}", title,
        verdict.accepted(), verdict.stored(), verdict.lost(), verdict.twice(), verdict.broken());
    return row;
  }

  private int deaths() {
    return cluster.programs().stream().mapToInt(Program::deaths).sum();
  }
}
