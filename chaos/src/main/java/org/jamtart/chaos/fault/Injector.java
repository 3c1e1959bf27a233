package org.jamtart.chaos.fault;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.random.RandomGenerator;
import org.jamtart.chaos.cluster.Cluster;
import org.jamtart.chaos.measure.TableProgress;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Breaks things at random moments: one after the other, each after the recovery from the one before, or several at once. */
public final class Injector {

  private static final Logger log = LoggerFactory.getLogger(Injector.class);
  private static final Duration RECOVERY = Duration.ofMinutes(4);

  private final Cluster cluster;
  private final TableProgress progress;
  private final RandomGenerator random;
  private final Map<Fault, Integer> times = new EnumMap<>(Fault.class);
  private Duration longestRecovery = Duration.ZERO;

  public Injector(Cluster cluster, TableProgress progress, RandomGenerator random) {
    this.cluster = cluster;
    this.progress = progress;
    this.random = random;
  }

  /** How often what was done. */
  public Map<Fault, Integer> times() {
    return times;
  }

  /** The longest time from a kill, or from the end of an outage, to everything ready and the tables at the end of the log. */
  public Duration longestRecovery() {
    return longestRecovery;
  }

  /** Breaks it, and waits for the recovery. */
  public void inject(Fault fault) throws InterruptedException {
    pause(1_000, 4_000);
    times.merge(fault, 1, Integer::sum);
    recover(fault, fault.inject(cluster, random));
  }

  /** Breaks any of them for so long, without waiting for one to be over before the next. */
  public void injectTogether(List<Fault> faults, Duration duration) throws InterruptedException {
    long end = System.nanoTime() + duration.toNanos();
    Set<Fault.Target> broken = EnumSet.noneOf(Fault.Target.class);
    try (ExecutorService hands = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Long>> done = new ArrayList<>();
      while (System.nanoTime() < end) {
        pause(1_000, 5_000);
        Fault fault = faults.get(random.nextInt(faults.size()));
        synchronized (broken) {
          if (!broken.add(fault.target())) {
            continue;
          }
        }
        times.merge(fault, 1, Integer::sum);
        long seed = random.nextLong();
        done.add(hands.submit(() -> {
          try {
            return fault.inject(cluster, new Random(seed));
          } finally {
            synchronized (broken) {
              broken.remove(fault.target());
            }
          }
        }));
      }
      long last = System.nanoTime();
      for (Future<Long> each : done) {
        last = Math.max(last, each.get());
      }
      recover(null, last);
    } catch (ExecutionException e) {
      throw new IllegalStateException("a fault could not be made", e.getCause());
    }
  }

  private void recover(@Nullable Fault fault, long since) {
    cluster.awaitReady();
    progress.awaitStored(RECOVERY);
    var recovery = Duration.ofNanos(System.nanoTime() - since);
    longestRecovery = recovery.compareTo(longestRecovery) > 0 ? recovery : longestRecovery;
    log.info("event=recovered fault={} millis={} longest_stop_millis={}",
        fault == null ? "mixed" : fault.key(),
        recovery.toMillis(), progress.longestStop().toMillis());
  }

  private void pause(int atLeast, int lessThan) throws InterruptedException {
    Thread.sleep(random.nextInt(atLeast, lessThan));
  }
}
