package org.jamtart.replay.server;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jamtart.log.LogSettings;
import org.jamtart.replay.ReplayException;
import org.jamtart.replay.range.RangePlan;
import org.jamtart.replay.range.Span;

/**
 * Plays a range of the log to a JIP-3 server: every session that it holds becomes a connection that says the same, byte
 * for byte, in the same rhythm. {@link #run} belongs to one thread, the rest is thread-safe.
 */
public final class ServerReplay {

  /** The fastest that makes sense to ask for; 0 is faster. */
  public static final double MAX_SPEED = 1_000_000;

  private final LogSettings log;
  private final RangePlan plan;
  private final Target target;
  private final Tempo tempo;
  private final PlayCounters counters = new PlayCounters();

  /**
   * @param speed seconds of the log in a second, above 0 to {@link #MAX_SPEED}; 0 for as fast as the server takes it
   */
  public ServerReplay(LogSettings log, RangePlan plan, Target target, double speed) {
    if (!(speed >= 0 && speed <= MAX_SPEED)) {
      throw new ReplayException("the speed is " + speed + ": it must be from 0 (no waiting) to 1000000");
    }
    this.log = log;
    this.plan = plan;
    this.target = target;
    long first = plan.spans().stream().mapToLong(Span::firstTimestamp).min().orElse(Long.MAX_VALUE);
    this.tempo = new Tempo(speed, first == Long.MAX_VALUE ? 0 : first * 1000);
  }

  /** What it has done so far. */
  public PlayCounters counters() {
    return counters;
  }

  /** Makes {@link #run} end soon, with its connections closed in order. */
  public void stop() {
    tempo.stop();
  }

  /**
   * Plays, and returns when everything is sent and every connection has ended, or it was stopped.
   *
   * @throws ReplayException when the server takes no connection
   */
  public void run() throws InterruptedException {
    try (ExecutorService endings = Executors.newVirtualThreadPerTaskExecutor()) {
      play(endings);
    }
  }

  private void play(ExecutorService endings) throws InterruptedException {
    ExecutorService threads = Executors.newCachedThreadPool(
        Thread.ofPlatform().daemon().name("tart-replay-", 0).factory());
    try {
      List<Future<?>> lanes = new ArrayList<>();
      for (Span span : plan.spans()) {
        if (span.records() > 0) {
          var lane = new Lane(log, plan.range(), span, target, tempo, counters, endings);
          lanes.add(threads.submit(() -> {
            try {
              lane.play();
            } catch (RuntimeException e) {
              tempo.stop();
              throw e;
            }
            return lane;
          }));
        }
      }
      for (Future<?> lane : lanes) {
        lane.get();
      }
    } catch (ExecutionException e) {
      throw e.getCause() instanceof ReplayException told
          ? told
          : new ReplayException("the replay failed: " + e.getCause(), e.getCause());
    } finally {
      tempo.stop();
      threads.shutdown();
    }
  }
}
