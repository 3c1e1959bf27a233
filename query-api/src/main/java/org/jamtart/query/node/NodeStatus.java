package org.jamtart.query.node;

import io.swagger.v3.oas.annotations.media.Schema;
import java.math.BigInteger;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jamtart.query.node.LatestSql.Said;
import org.jamtart.wire.ByteStyle;
import org.jamtart.wire.Event;
import org.jamtart.wire.StatusEvent.BestBlockChanged;
import org.jamtart.wire.StatusEvent.FinalizedBlockChanged;
import org.jamtart.wire.StatusEvent.Status;
import org.jamtart.wire.StatusEvent.SyncStatusChanged;
import org.jspecify.annotations.Nullable;

/**
 * How a node is doing.
 *
 * @param eventBreakdown events by type, the most frequent first
 */
@Schema(name = "NodeStatus")
record NodeStatus(NodeView node, ChainStatus chainStatus, @Nullable LatestStatus latestStatus,
    List<TypeCount> eventBreakdown) {

  private static final int STATUS = 10;
  private static final int BEST = 11;
  private static final int FINALIZED = 12;
  private static final int SYNC = 13;

  static NodeStatus of(NodeRow row, Map<Integer, Said> latest, Map<String, Long> byType) {
    return new NodeStatus(NodeView.of(row, ByteStyle.HEX), chain(latest, byType),
        reported(latest.get(STATUS)),
        byType.entrySet()
            .stream()
            .map(entry -> new TypeCount(Integer.parseInt(entry.getKey()), entry.getValue()))
            .sorted(Comparator.comparingLong(TypeCount::count).reversed().thenComparing(TypeCount::eventType))
            .toList());
  }

  private static ChainStatus chain(Map<Integer, Said> said, Map<String, Long> byType) {
    long best = 0;
    long finalized = 0;
    @Nullable
    String bestHash = null;
    @Nullable
    String finalizedHash = null;
    @Nullable
    Boolean synced = null;
    for (Said each : said.values()) {
      Event event = each.event();
      if (event instanceof BestBlockChanged block) {
        best = block.slot();
        bestHash = "0x" + block.headerHash().toHex();
      } else if (event instanceof FinalizedBlockChanged block) {
        finalized = block.slot();
        finalizedHash = "0x" + block.headerHash().toHex();
      } else if (event instanceof SyncStatusChanged sync) {
        synced = sync.synced();
      }
    }
    @Nullable
    Instant updated = Stream.of(BEST, FINALIZED, SYNC)
        .map(said::get)
        .filter(Objects::nonNull)
        .map(Said::time)
        .max(Comparator.naturalOrder())
        .orElse(null);
    return new ChainStatus(best, finalized, bestHash, finalizedHash, byType.getOrDefault("11", 0L),
        byType.getOrDefault("12", 0L), synced, updated);
  }

  private static @Nullable LatestStatus reported(@Nullable Said said) {
    return said != null && said.event() instanceof Status status
        ? new LatestStatus(said.time(), status.numPeers(), status.numValidatorPeers(),
            status.numAnnouncementPeers(), status.numShards(),
            new BigInteger(Long.toUnsignedString(status.shardsSizeBytes())), status.numPreimages(),
            status.preimagesSizeBytes(), guarantees(status))
        : null;
  }

  private static List<Integer> guarantees(Status status) {
    return IntStream.range(0, status.guaranteesPerCore().length())
        .map(core -> status.guaranteesPerCore().get(core) & 0xff)
        .boxed()
        .toList();
  }

  /**
   * @param bestSlot    slot of the newest BestBlockChanged, whose hash is beside it
   * @param synced      as the node says; absent when it never said
   * @param lastUpdated time of the newest event that changed any of it
   */
  @Schema(name = "ChainStatus")
  record ChainStatus(long bestSlot, long finalizedSlot, @Nullable String bestHash,
      @Nullable String finalizedHash, long bestBlockEvents, long finalizedBlockEvents,
      @Nullable Boolean synced,
      @Nullable Instant lastUpdated) {}

  /** @param numGuarantees guarantees in the pool, core by core */
  @Schema(name = "LatestStatus")
  record LatestStatus(Instant timestamp, long numPeers, long numValPeers, long numSyncPeers, long numShards,
      BigInteger shardsSize, long numPreimages, long preimagesSize, List<Integer> numGuarantees) {}

  @Schema(name = "TypeCount")
  record TypeCount(int eventType, long count) {}
}
