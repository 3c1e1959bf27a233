package org.jamtart.query.live;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jamtart.wire.Bytes32;
import org.jspecify.annotations.Nullable;

/** Figures of the last five minutes, by the time at which the tail read the events. Thread-safe. */
final class LiveCounters {

  /** As many seconds as can be looked back upon. */
  static final int LONGEST = 300;

  private static final int SECONDS = LONGEST + 4;
  private static final int RECENT = 10;
  private static final int MINUTE = 60;
  private static final double TENTHS = 10;

  /** Who has been silent for so long is forgotten when there are this many. */
  private static final int MOST_NODES = 1 << 16;

  private final InstantSource clock;
  private final Instant since;
  private final LiveSecond[] seconds = new LiveSecond[SECONDS];
  private final Map<Bytes32, Integer> nodes = new HashMap<>();
  private long total;

  LiveCounters(InstantSource clock) {
    this.clock = clock;
    this.since = clock.instant();
    for (int i = 0; i < SECONDS; i++) {
      seconds[i] = new LiveSecond();
    }
  }

  /**
   * Figures up to now.
   *
   * @param latestSlot    highest slot of a best block in the last 10 s; null for none
   * @param finalizedSlot highest slot of a finalized block in the last 10 s; null for none
   * @param activeNodes   nodes that said something in the last 10 s
   */
  record Live(Instant timestamp, @Nullable Long latestSlot, @Nullable Long finalizedSlot, int activeNodes,
      Recent last_10s, Minute last_1m) {}

  /** The last 10 s. */
  record Recent(long events, long blocks, long finalized, double eventsPerSecond, double blocksPerSecond) {}

  /** The last minute. */
  record Minute(long events, long blocks, long finalized, double eventsPerSecond, double blocksPerSecond) {}

  /**
   * More figures.
   *
   * @param eventsLastSecond events of the last whole second
   * @param events           events about work-packages and guarantees in the last minute (types 90 to 113)
   * @param failureRate      the part of these that tells of a failure, 0 to 1; 0 when there are none
   */
  record Pipeline(long eventsLastSecond, long events, double failureRate) {}

  /** Events since the start. */
  synchronized long total() {
    return total;
  }

  /** Since when there are figures. */
  Instant since() {
    return since;
  }

  /** More figures, now. */
  synchronized Pipeline pipeline() {
    long now = clock.instant().getEpochSecond();
    LiveSecond minute = sum(now, MINUTE);
    LiveSecond last = seconds[Math.floorMod(now - 1, SECONDS)];
    return new Pipeline(last.at == now - 1 ? last.events : 0, minute.pipeline,
        minute.pipeline == 0 ? 0 : minute.failures / (double) minute.pipeline);
  }

  /** Counts events that were read now. */
  synchronized void add(List<LiveEvent> events) {
    long now = clock.instant().getEpochSecond();
    LiveSecond second = seconds[Math.floorMod(now, SECONDS)];
    if (second.at != now) {
      if (nodes.size() > MOST_NODES) { // numbers are given anew: anybody may make up peer ids
        nodes.clear();
        for (LiveSecond each : seconds) {
          each.nodes.clear();
        }
      }
      second.begin(now);
    }
    total += events.size();
    for (LiveEvent event : events) {
      second.add(event, nodes.computeIfAbsent(event.session().node(), node -> nodes.size()));
    }
  }

  /** The figures now; the second that is not over counts. */
  synchronized Live live() {
    Instant timestamp = clock.instant();
    LiveSecond recent = sum(timestamp.getEpochSecond(), RECENT);
    LiveSecond minute = sum(timestamp.getEpochSecond(), MINUTE);
    return new Live(timestamp, orNull(recent.bestSlot), orNull(recent.finalizedSlot),
        recent.nodes.cardinality(),
        new Recent(recent.events, recent.blocks, recent.finalized, recent.events / TENTHS,
            recent.blocks / TENTHS),
        new Minute(minute.events, minute.blocks, minute.finalized, minute.events / (double) MINUTE,
            minute.blocks / (double) MINUTE));
  }

  /** Second by second, the newest first; the one that is not over counts. */
  synchronized Realtime realtime(int window) {
    Instant timestamp = clock.instant();
    long now = timestamp.getEpochSecond();
    List<Realtime.Second> data = new ArrayList<>();
    for (long at = now; at > now - window && at >= since.getEpochSecond(); at--) {
      LiveSecond second = seconds[Math.floorMod(at, SECONDS)];
      data.add(Realtime.Second.of(at, second.at == at ? second : new LiveSecond()));
    }
    return Realtime.of(window, timestamp, sum(now, window), data,
        since.getEpochSecond() > now - window ? since : null);
  }

  private LiveSecond sum(long now, int length) {
    var sum = new LiveSecond();
    for (LiveSecond second : seconds) {
      if (second.at > now - length && second.at <= now) {
        sum.add(second);
      }
    }
    return sum;
  }

  private static @Nullable Long orNull(long slot) {
    return slot < 0 ? null : (Long) slot;
  }
}
