package org.jamtart.simulator.transport;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jamtart.simulator.account.Account;
import org.jamtart.simulator.story.NodeStory;
import org.jspecify.annotations.Nullable;

/** The lines that one thread serves. */
final class Lane implements Runnable {
  private static final int BUFFER = 1 << 16;
  private static final int CONNECTING_AT_ONCE = 64;
  private static final int FRAMES_PER_WRITE = 8;
  private static final long STOPPING = Duration.ofSeconds(5).toNanos();

  private final SendingConfig config;
  private final Account account;
  private final Pace pace;
  private final long end;
  private final long tick;
  private final Selector selector;
  private final List<NodeLine> lines = new ArrayList<>();
  private byte[] buffer = new byte[BUFFER];
  private volatile long stopped = Long.MAX_VALUE;

  /**
   * @param end story time at which the story is over; {@link Long#MAX_VALUE} for never
   * @param eventsPerSecond of one node, so that it is known how often a look is worth it
   */
  Lane(SendingConfig config, Account account, Pace pace, long end, double eventsPerSecond) {
    this.config = config;
    this.account = account;
    this.pace = pace;
    this.end = end;
    // At high rates several frames are written at once; at low ones nobody waits longer than 20 ms.
    this.tick = (long) Math.clamp(1_000 * FRAMES_PER_WRITE / (eventsPerSecond * Math.max(config.speed(), 1)),
        2, 20);
    try {
      this.selector = Selector.open();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot open a selector", e);
    }
  }

  /** Adds a node; before the thread starts. */
  void add(NodeStory story, @Nullable InetSocketAddress source) {
    buffer = story.largestFrame() > buffer.length ? new byte[2 * story.largestFrame()] : buffer;
    lines.add(new NodeLine(story, config, account, selector, source));
  }

  /** Lets the nodes say no more than what has become due, and hang up. From any thread; more than once is the same. */
  void stop() {
    if (stopped == Long.MAX_VALUE) {
      stopped = pace.elapsed();
      selector.wakeup();
    }
  }

  @Override
  public void run() {
    try (selector) {
      while (!lines.isEmpty() && pace.elapsed() < deadline()) {
        boolean busy = step();
        lines.removeIf(NodeLine::isDone);
        if (busy) {
          selector.selectNow(key -> ready(key.attachment(), key));
        } else if (!lines.isEmpty()) {
          selector.select(key -> ready(key.attachment(), key), tick);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("the selector failed", e);
    } finally {
      lines.forEach(NodeLine::abort);
    }
  }

  private boolean step() {
    long now = pace.elapsed();
    boolean last = now >= stopped || pace.storyTime() >= end;
    long until = now >= stopped ? 0 : Math.min(pace.storyTime(), end);
    int connecting = (int) lines.stream().filter(NodeLine::isConnecting).count();
    boolean busy = false;
    for (var line : lines) {
      boolean before = line.isConnecting();
      busy |= line.step(now, until, last, connecting < CONNECTING_AT_ONCE, buffer);
      connecting += line.isConnecting() && !before ? 1 : 0;
    }
    return busy;
  }

  private void ready(Object line, SelectionKey key) {
    ((NodeLine) line).ready(key, pace.elapsed(), buffer);
  }

  /** When the lane gives up, in nanoseconds of the pace. */
  private long deadline() {
    long patience = config.patience().toNanos();
    if (stopped != Long.MAX_VALUE) {
      return stopped + Math.min(patience, STOPPING);
    }
    return end == Long.MAX_VALUE ? Long.MAX_VALUE : pace.nanosUntil(end) + patience;
  }
}
