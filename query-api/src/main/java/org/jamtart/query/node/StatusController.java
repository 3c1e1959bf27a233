package org.jamtart.query.node;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.math.BigInteger;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jamtart.query.horizon.Horizon;
import org.jamtart.query.node.LatestSql.Said;
import org.jamtart.query.request.NodeIds;
import org.jamtart.query.request.Query;
import org.jamtart.query.schema.ReadsTables;
import org.jamtart.wire.ByteStyle;
import org.jamtart.wire.Bytes32;
import org.jamtart.wire.Event;
import org.jamtart.wire.StatusEvent.BestBlockChanged;
import org.jamtart.wire.StatusEvent.FinalizedBlockChanged;
import org.jamtart.wire.StatusEvent.Status;
import org.jamtart.wire.StatusEvent.SyncStatusChanged;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.transaction.support.TransactionOperations;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** {@code GET /api/nodes/{id}/status}. */
@Tag(name = "Nodes")
@ReadsTables
@RestController
final class StatusController {

  private static final int STATUS = 10;
  private static final int BEST = 11;
  private static final int FINALIZED = 12;
  private static final int SYNC = 13;

  private final NodeSql nodes;
  private final LatestSql latest;
  private final Horizon horizon;
  private final TransactionOperations snapshot;

  StatusController(NodeSql nodes, LatestSql latest, Horizon horizon, TransactionOperations snapshot) {
    this.nodes = nodes;
    this.latest = latest;
    this.horizon = horizon;
    this.snapshot = snapshot;
  }

  @Operation(operationId = "nodeStatus", summary = "How one node is doing", description = "What it said last, however long ago, by the "
      + "times of its events; slots are 0 where it never said one. Answers the question: where in the chain is this node, does it "
      + "think that it is in sync, and what does it hold? Fed by Status(10), BestBlockChanged(11), FinalizedBlockChanged(12), "
      + "SyncStatusChanged(13), the totals of every event.")
  @GetMapping("/api/nodes/{id}/status")
  ResponseEntity<NodeStatus> status(@PathVariable("id") String id, Query query) {
    Bytes32 peer = NodeIds.parse("id", id);
    return ResponseEntity.ok().header("Cache-Control", "no-cache").body(snapshot.execute(transaction -> {
      NodeRow row = nodes.one(peer, horizon.moment()).orElseThrow(() -> NodeController.unknown(peer));
      Map<String, Long> byType = nodes.eventsByType(row.number());
      return new NodeStatus(NodeView.of(row, ByteStyle.HEX), chain(latest.latest(row.number()), byType),
          reported(latest.latest(row.number()).get(STATUS)),
          byType.entrySet()
              .stream()
              .map(entry -> new TypeCount(Integer.parseInt(entry.getKey()), entry.getValue()))
              .sorted(
                  Comparator.comparingLong(TypeCount::count).reversed().thenComparing(TypeCount::eventType))
              .toList());
    }));
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

  /** @param eventBreakdown events by type, the most frequent first */
  @Schema(name = "NodeStatus")
  record NodeStatus(NodeView node, ChainStatus chainStatus, @Nullable LatestStatus latestStatus,
      List<TypeCount> eventBreakdown) {}

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
