package org.jamtart.simulator.world;

import java.util.Optional;
import org.jamtart.wire.BlockOutline;
import org.jamtart.wire.Bytes32;

/**
 * Which blocks there are. Authors take turns. In every eight slots one stays empty because its author fails, one
 * has a rival block of the same height (a fork of one slot), and one a forged block that nobody accepts.
 */
public final class Chain {
  private static final int CYCLE = 8;
  private static final int FORKED = 2;
  private static final int EMPTY = 4;
  private static final int FORGED = 5;
  private static final int FINALITY_LAG = 2;

  private final World world;
  private final Memo<Block> blocks = new Memo<>(64, index -> make(Topic.BLOCK, index, author(index)));

  Chain(World world) {
    this.world = world;
  }

  /** Whether the slot's author fails, so that the slot has no block. */
  public boolean isEmpty(long index) {
    return Math.floorMod(index, CYCLE) == EMPTY;
  }

  /** The node whose turn it is. */
  public int author(long index) {
    int first = world.dice().below(world.nodes(), Topic.AUTHOR, 0, 0, 0);
    return (int) Math.floorMod(first + index, (long) world.nodes());
  }

  /** The slot's block on the final chain; the slot must not be empty. */
  public Block block(long index) {
    return blocks.get(index);
  }

  /** A valid block of the same slot that loses. */
  public Optional<Block> rival(long index) {
    return other(Topic.RIVAL, index, FORKED);
  }

  /** A block of the slot that does not verify. */
  public Optional<Block> forgery(long index) {
    return other(Topic.FORGERY, index, FORGED);
  }

  /** The newest block on the final chain whose slot is the given one or earlier. */
  public Block latest(long index) {
    return block(isEmpty(index) ? index - 1 : index);
  }

  /** The block that becomes final in a slot. */
  public Block finalized(long index) {
    return latest(index - FINALITY_LAG);
  }

  private Optional<Block> other(Topic kind, long index, int place) {
    boolean exists = Math.floorMod(index, CYCLE) == place && world.nodes() > 1;
    int author = (author(index) + world.nodes() / 2) % world.nodes();
    return exists ? Optional.of(make(kind, index, author)) : Optional.empty();
  }

  private Block make(Topic kind, long index, int author) {
    return new Block(index, world.slotNumber(index), author, parent(index), outline(kind, index));
  }

  private Bytes32 parent(long index) {
    long before = index - 1;
    return hash(Topic.BLOCK, isEmpty(before) ? before - 1 : before);
  }

  private Bytes32 hash(Topic kind, long index) {
    return world.dice().bytes(kind, world.slotNumber(index), 0);
  }

  private BlockOutline outline(Topic kind, long index) {
    var dice = world.dice();
    long slot = world.slotNumber(index);
    int tickets = dice.below(4, Topic.OUTLINE, slot, kind.ordinal(), 1);
    int preimages = dice.below(3, Topic.OUTLINE, slot, kind.ordinal(), 2);
    int preimageBytes = preimages * (1_000 + dice.below(30_000, Topic.OUTLINE, slot, kind.ordinal(), 3));
    int guarantees = world.workPackages().startedIn(index - 1);
    int assurances = world.nodes() * 2 / 3;
    int verdicts = dice.below(50, Topic.OUTLINE, slot, kind.ordinal(), 4) == 0 ? 1 : 0;
    int size = 400 + 800 * tickets + preimageBytes + 1_200 * guarantees + 140 * assurances;
    return new BlockOutline(size, hash(kind, index), tickets, preimages, preimageBytes, guarantees,
        assurances,
        verdicts);
  }
}
