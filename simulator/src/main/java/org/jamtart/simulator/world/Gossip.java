package org.jamtart.simulator.world;

import java.util.Optional;

/**
 * How a block reaches the nodes: a tree of four children a node, rooted at the author. Each node fetches the
 * block from the one that announced it, verifies it, and announces it to its own children.
 */
public final class Gossip {
  /** To how many nodes a node passes a block on. */
  public static final int CHILDREN = 4;

  private static final long AUTHORING = 25_000;

  private final World world;

  Gossip(World world) {
    this.world = world;
  }

  /** Where in the block's tree a node sits; the author at 0. */
  public int rank(Block block, int node) {
    return Math.floorMod(node - block.author(), world.nodes());
  }

  /** The node that sits at a place in the block's tree. */
  public int nodeAt(Block block, int rank) {
    return (block.author() + rank) % world.nodes();
  }

  /** Who announces the block to a node other than its author. */
  public int source(Block block, int node) {
    return nodeAt(block, (rank(block, node) - 1) / CHILDREN);
  }

  /** When a node begins to author, or would if it were its turn. */
  public long authoring(Block block) {
    return world.slotStart(block.index())
        + world.dice().between(2_000, 12_000, Topic.AUTHOR, block.slot(), block.author(), 1);
  }

  /** When the author knows the block's contents. */
  public long authored(Block block) {
    return authoring(block) + AUTHORING;
  }

  /** When a node tells its children of the block. */
  public long announced(Block block, int node) {
    return node == block.author() ? authored(block) + 500 : verified(block, node) + 500;
  }

  /** When a node other than the author hears of the block. */
  public long heard(Block block, int node) {
    int source = source(block, node);
    return announced(block, source) + world.travel(source, node, block.slot());
  }

  /** The node's request for the block, to its {@link #source}. */
  public Exchange request(Block block, int node) {
    int source = source(block, node);
    long service = world.dice().between(500, 4_000, Topic.BLOCK, block.slot(), source, node);
    long begin = failedRequest(block, node).map(Exchange::done).orElse(heard(block, node));
    return Exchange.at(begin + 700, world.travel(source, node, block.slot()), service);
  }

  /** An earlier request for the block that came to nothing; in every slot it happens to two nodes. */
  public Optional<Exchange> failedRequest(Block block, int node) {
    return failure(block, node) == Outcome.ANSWERED
        ? Optional.empty()
        : Optional.of(Exchange.at(heard(block, node) + 700,
            world.travel(source(block, node), node, block.slot()), 1_500));
  }

  /** How the node's first request for the block ends. */
  public Outcome failure(Block block, int node) {
    return switch ((int) (rank(block, node) - Math.floorMod(block.index(), 4))) {
      case 2 -> Outcome.REFUSED;
      case 5 -> Outcome.BROKEN_OFF;
      default -> Outcome.ANSWERED;
    };
  }

  /** When a node has verified the block (or found it bad). */
  public long verified(Block block, int node) {
    return importing(block, node)
        + world.dice().between(3_000, 15_000, Topic.VERIFICATION, block.slot(), node, block.author());
  }

  /** When a node begins to import the block. */
  public long importing(Block block, int node) {
    return request(block, node).done() + 300;
  }

  /** When a node has executed the block and it has become the node's best. */
  public long executed(Block block, int node) {
    long ready = node == block.author() ? authored(block) : verified(block, node);
    return ready + world.dice().between(20_000, 90_000, Topic.EXECUTION, block.slot(), node, block.author());
  }
}
