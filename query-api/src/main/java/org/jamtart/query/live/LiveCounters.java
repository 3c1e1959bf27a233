package org.jamtart.query.live;

import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jamtart.wire.Bytes32;
import org.jamtart.wire.EventType;
import org.jamtart.wire.JamTime;
import org.jspecify.annotations.Nullable;

/** Figures of the last minute, by the time at which the tail read the events. Thread-safe. */
final class LiveCounters {

  private static final int SECONDS = 64;
  private static final int RECENT = 10;
  private static final int MINUTE = 60;
  private static final int BEST_BLOCK_CHANGED = 11;
  private static final int FINALIZED_BLOCK_CHANGED = 12;
  private static final int FIRST_OF_PIPELINE = 90;
  private static final int LAST_OF_PIPELINE = 113;
  private static final double TENTHS = 10;

  private final InstantSource clock;
  private final Second[] seconds = new Second[SECONDS];
  private final Map<Bytes32, Long> nodes = new HashMap<>();
  private long total;

  LiveCounters(InstantSource clock) {
    this.clock = clock;
    for (int i = 0; i < SECONDS; i++) {
      seconds[i] = new Second();
    }
  }

  private static final class Second {
    private long at = Long.MIN_VALUE;
    private long events;
    private long blocks;
    private long finalized;
    private long pipeline;
    private long failures;
    private long bestSlot = -1;
    private long finalizedSlot = -1;

    void begin(long second) {
      at = second;
      events = 0;
      blocks = 0;
      finalized = 0;
      pipeline = 0;
      failures = 0;
      bestSlot = -1;
      finalizedSlot = -1;
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
  record Minute(long events, long blocks, double eventsPerSecond, double blocksPerSecond) {}

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

  /** More figures, now. */
  synchronized Pipeline pipeline() {
    long now = clock.instant().getEpochSecond();
    long events = 0;
    long failures = 0;
    for (Second second : seconds) {
      if (second.at > now - MINUTE && second.at <= now) {
        events += second.pipeline;
        failures += second.failures;
      }
    }
    Second last = seconds[Math.floorMod(now - 1, SECONDS)];
    return new Pipeline(last.at == now - 1 ? last.events : 0, events,
        events == 0 ? 0 : failures / (double) events);
  }

  /** Counts events that were read now. */
  synchronized void add(List<LiveEvent> events) {
    long now = clock.instant().getEpochSecond();
    Second second = seconds[Math.floorMod(now, SECONDS)];
    if (second.at != now) {
      second.begin(now);
      nodes.values().removeIf(last -> last < now - RECENT);
    }
    second.events += events.size();
    total += events.size();
    for (LiveEvent event : events) {
      nodes.put(event.session().node(), now);
      if (event.type() == BEST_BLOCK_CHANGED) {
        second.blocks++;
        second.bestSlot = Math.max(second.bestSlot, believable(event));
      } else if (event.type() >= FIRST_OF_PIPELINE && event.type() <= LAST_OF_PIPELINE) {
        second.pipeline++;
        EventType type = EventType.of(event.type());
        if (type != null && type.failure()) {
          second.failures++;
        }
      } else if (event.type() == FINALIZED_BLOCK_CHANGED) {
        second.finalized++;
        second.finalizedSlot = Math.max(second.finalizedSlot, believable(event));
      }
    }
  }

  /** A slot that is further ahead than the clock of a believed event may be is not believed either. */
  private static long believable(LiveEvent event) {
    long latest = JamTime.slotOf(Math.max(0, event.received() - JamTime.EPOCH_UNIX_MICROS)
        + JamTime.BELIEVED_AFTER_RECEIPT.toMillis() * 1_000);
    return event.slot() <= latest ? event.slot() : -1;
  }

  /** The figures now; the second that is not over counts. */
  synchronized Live live() {
    Instant timestamp = clock.instant();
    long now = timestamp.getEpochSecond();
    var recent = new Second();
    var minute = new Second();
    for (Second second : seconds) {
      if (second.at > now - MINUTE && second.at <= now) {
        add(minute, second);
        if (second.at > now - RECENT) {
          add(recent, second);
        }
      }
    }
    int active = (int) nodes.values().stream().filter(last -> last > now - RECENT).count();
    return new Live(timestamp, orNull(recent.bestSlot), orNull(recent.finalizedSlot), active,
        new Recent(recent.events, recent.blocks, recent.finalized, recent.events / TENTHS,
            recent.blocks / TENTHS),
        new Minute(minute.events, minute.blocks, minute.events / (double) MINUTE,
            minute.blocks / (double) MINUTE));
  }

  private static @Nullable Long orNull(long slot) {
    return slot < 0 ? null : (Long) slot;
  }

  private static void add(Second sum, Second second) {
    sum.events += second.events;
    sum.blocks += second.blocks;
    sum.finalized += second.finalized;
    sum.bestSlot = Math.max(sum.bestSlot, second.bestSlot);
    sum.finalizedSlot = Math.max(sum.finalizedSlot, second.finalizedSlot);
  }
}
