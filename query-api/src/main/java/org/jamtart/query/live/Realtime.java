package org.jamtart.query.live;

import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What was reported in the last seconds.
 *
 * @param completeSince when this instance began to read within the window: since when the figures are complete
 * @param data          second by second, the newest first, as far back as this instance has read
 */
@Schema(name = "Realtime")
record Realtime(int windowSeconds, Instant timestamp, @Nullable Instant completeSince, Totals totals,
    Rates rates, List<Second> data) {

  /**
   * @param activeNodes nodes that said something
   * @param latestSlot  highest slot in BestBlockChanged; absent for none
   */
  @Schema(name = "RealtimeTotals")
  record Totals(long events, long bestBlocks, long finalizedBlocks, long authoredBlocks, long announcements,
      int activeNodes, @Nullable Long latestSlot) {}

  /** Over the part of the window that has been read. */
  @Schema(name = "RealtimeRates")
  record Rates(double eventsPerSecond, double blocksPerSecond) {}

  /** @param tickets events of tickets: generating, generated, transferred */
  @Schema(name = "RealtimeSecond")
  record Second(Instant timestamp, long events, int nodes, long blocks, long finalized, long announcements,
      long tickets) {

    static Second of(long at, LiveSecond second) {
      return new Second(Instant.ofEpochSecond(at), second.events, second.nodes.cardinality(), second.blocks,
          second.finalized, second.announcements, second.tickets);
    }
  }

  static Realtime of(int window, Instant timestamp, LiveSecond sum, List<Second> data,
      @Nullable Instant completeSince) {
    double length = Math.max(1, data.size());
    return new Realtime(window, timestamp, completeSince,
        new Totals(sum.events, sum.blocks, sum.finalized, sum.authored, sum.announcements,
            sum.nodes.cardinality(), sum.bestSlot < 0 ? null : (Long) sum.bestSlot),
        new Rates(sum.events / length, sum.blocks / length), data);
  }
}
