package org.jamtart.gateway.flush;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jamtart.gateway.publish.Budget;
import org.jamtart.gateway.publish.LogPublisher;
import org.jamtart.gateway.session.Connections;
import org.jamtart.gateway.session.Counters;
import org.jamtart.gateway.session.TelemetryServer;
import org.jspecify.annotations.Nullable;

/**
 * Waits until everything that the kernel held at the call, for connections that were accepted and for those that waited
 * to be, is in the log. Three steps: accept what waits; let every connection read until a read finds its socket empty or
 * it has read as much as the kernel can have held; wait for the acknowledgements of what was sent until then. What the
 * log refused is not in it, however soon that was clear.
 * Thread-safe.
 */
public final class Flush {

  private final TelemetryServer server;
  private final Connections connections;
  private final Budget budget;
  private final Counters counters;
  private final LogPublisher log;

  public Flush(TelemetryServer server, Connections connections, Budget budget, Counters counters,
      LogPublisher log) {
    this.server = server;
    this.connections = connections;
    this.budget = budget;
    this.counters = counters;
    this.log = log;
  }

  /**
   * What came of it.
   *
   * @param complete            whether all of it is in the log
   * @param connections         connections that were asked to read
   * @param waitingConnections  of these, those that had not read everything when the time was over
   * @param unacknowledgedBytes bytes read and not acknowledged at the end, of all connections
   * @param unacknowledgedRecords records sent and not acknowledged at the end
   * @param lostFrames          frames that were read and that the log refused meanwhile
   * @param took                how long it took
   */
  public record Outcome(boolean complete, int connections, int waitingConnections, long unacknowledgedBytes,
      int unacknowledgedRecords, long lostFrames, Duration took) {}

  /** Flushes, and waits for that no longer than the time given. */
  public Outcome flush(Duration timeout) throws InterruptedException {
    long start = System.nanoTime();
    long deadline = start + timeout.toNanos();
    long lostBefore = counters.lost();
    List<CompletableFuture<@Nullable Void>> reads = List.of();
    boolean complete = await(server.acceptQueued(), deadline);
    if (complete) {
      reads = connections.flush();
      complete = await(CompletableFuture.allOf(reads.toArray(CompletableFuture[]::new)), deadline)
          && await(log.settled(), deadline);
    }
    int waiting = (int) reads.stream().filter(read -> !read.isDone()).count();
    long lost = counters.lost() - lostBefore;
    return new Outcome(complete && lost == 0, reads.size(), waiting, budget.held(), log.pending(), lost,
        Duration.ofNanos(System.nanoTime() - start));
  }

  private static boolean await(CompletableFuture<?> future, long deadline) throws InterruptedException {
    try {
      future.get(Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
      return true;
    } catch (TimeoutException e) {
      return false;
    } catch (ExecutionException | CompletionException e) {
      throw new IllegalStateException("flush failed: " + e.getCause(), e.getCause());
    }
  }
}
