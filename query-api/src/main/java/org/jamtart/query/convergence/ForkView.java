package org.jamtart.query.convergence;

import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jamtart.query.convergence.ForkSql.Contender;
import org.jamtart.query.convergence.ForkSql.Following;
import org.jspecify.annotations.Nullable;

/** Forks as answers show them. */
final class ForkView {

  private ForkView() {}

  /** Without the single nodes. */
  static Fork of(List<Contender> blocks) {
    return of(blocks, null);
  }

  /** @param nodes ids of the followers by their numbers; null: they are not shown */
  static Fork of(List<Contender> blocks, @Nullable Map<Integer, String> nodes) {
    List<Instant> seen = blocks.stream().map(Contender::firstSeen).sorted().toList();
    @Nullable
    Instant settled = blocks.stream()
        .map(block -> block.left().last())
        .filter(Objects::nonNull)
        .max(Comparator.naturalOrder())
        .orElse(null);
    long slot = blocks.getFirst().slot();
    return new Fork(slot, Hashes.start(slot), seen.get(0), seen.get(1), settled,
        settled == null ? null : Duration.between(seen.get(1), settled).toMillis(),
        blocks.stream()
            .max(Comparator.comparingInt(Contender::finalized))
            .filter(block -> block.finalized() > 0)
            .map(Contender::hash)
            .orElse(null),
        blocks.stream().map(block -> block(block, nodes)).toList());
  }

  private static ForkBlock block(Contender block, @Nullable Map<Integer, String> nodes) {
    return new ForkBlock(block.hash(), block.author(), block.authoredAt(), block.firstSeen(),
        block.imported(), block.best(), block.finalized(), block.finalizedAt(), block.left().nodes(),
        block.left().p50Ms(), block.left().maxMs(),
        nodes == null
            ? null
            : block.followers()
                .stream()
                .map(each -> new Follower(nodes.getOrDefault(each.node(), ""), each.since(), each.until(),
                    each.until() == null ? null : (Long) millis(each)))
                .toList());
  }

  private static long millis(Following following) {
    return following.until() == null
        ? 0
        : Duration.between(following.since(), following.until()).toMillis();
  }

  /**
   * A slot with more than one block.
   *
   * @param slotTimestamp when the slot begins
   * @param firstSeen     first report of any of its blocks
   * @param forkedAt      first report of the second of them: since then there was a choice
   * @param settledAt     when the last node that left a block for another did; null if none did
   * @param lastedMs      from {@code forkedAt} to {@code settledAt}; below 0 where clocks are wrong
   * @param finalized     hash of the block that (most) nodes reported as final; null if none did
   */
  @Schema(name = "Fork")
  record Fork(long slot, Instant slotTimestamp, Instant firstSeen, Instant forkedAt,
      @Nullable Instant settledAt, @Nullable Long lastedMs, @Nullable String finalized,
      List<ForkBlock> blocks) {}

  /**
   * A block of such a slot.
   *
   * @param authorNodeId  null when its author did not report it
   * @param importedBy    distinct nodes that began to import it
   * @param followedBy    distinct nodes of which it was the best block
   * @param finalizedBy   distinct nodes that reported it as final
   * @param leftBy        nodes that followed it and then another of the slot
   * @param followedP50Ms how long these had followed it
   * @param followedMaxMs the longest of them
   * @param followers     in the answer about one slot alone
   */
  @Schema(name = "ForkBlock")
  record ForkBlock(String hash, @Nullable String authorNodeId, @Nullable Instant authoredAt,
      Instant firstSeen, int importedBy, int followedBy, int finalizedBy, @Nullable Instant finalizedAt,
      int leftBy, @Nullable Long followedP50Ms, @Nullable Long followedMaxMs,
      @Nullable List<Follower> followers) {}

  /**
   * A node that followed it.
   *
   * @param until      null: it named no other of the slot after it
   * @param followedMs null with it
   */
  @Schema(name = "Follower")
  record Follower(String nodeId, Instant since, @Nullable Instant until, @Nullable Long followedMs) {}
}
