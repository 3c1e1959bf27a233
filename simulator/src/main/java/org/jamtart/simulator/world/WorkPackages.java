package org.jamtart.simulator.world;

import java.util.List;
import java.util.stream.LongStream;

/**
 * Which work packages there are. Three neighbouring nodes are a team of guarantors; teams take packages in turn, in
 * another order every round.
 */
public final class WorkPackages {
  /** Guarantors per core. */
  public static final int TEAM = 3;

  private final World world;
  private final double perSlot;
  private final int teams;
  private final Memo<WorkPackage> packages = new Memo<>(4_096, this::make);

  WorkPackages(World world) {
    this.world = world;
    this.perSlot = world.shape().packagesPerSlot();
    this.teams = Math.max(1, world.nodes() / TEAM);
  }

  /** Number of the first package that is submitted in a slot or later. */
  public long firstOf(long slotIndex) {
    return (long) Math.floor(slotIndex * perSlot);
  }

  /** How many packages are submitted in a slot. */
  public int startedIn(long slotIndex) {
    return (int) (firstOf(slotIndex + 1) - firstOf(slotIndex));
  }

  /** When a package is submitted: packages of a slot are spread over it. */
  public long submitted(long ordinal) {
    long slot = (long) Math.floor((ordinal + 1) / perSlot);
    while (firstOf(slot) > ordinal) {
      slot--;
    }
    long step = World.SLOT / Math.max(1, startedIn(slot));
    return world.slotStart(slot) + 200_000 + step * (ordinal - firstOf(slot)) * 9 / 10;
  }

  /** The packages that are submitted in {@code [from, to)}, an interval within one slot. */
  public List<WorkPackage> submittedIn(long from, long to) {
    long slot = world.slotAt(from);
    if (slot < 0) {
      return List.of();
    }
    return LongStream.range(firstOf(slot), firstOf(slot + 1))
        .mapToObj(this::get)
        .filter(each -> each.submitted() >= from && each.submitted() < to)
        .toList();
  }

  /** Everything about the package with a number. */
  public WorkPackage get(long ordinal) {
    return packages.get(ordinal);
  }

  private WorkPackage make(long ordinal) {
    long submitted = submitted(ordinal);
    long slot = world.slotNumber(world.slotAt(submitted));
    long key = (slot << 20) + (ordinal & 0xfffff);
    int team = team(ordinal);
    int first = TEAM * team;
    var dice = world.dice();
    return new WorkPackage(ordinal, submitted, team % world.shape().cores(),
        List.of(first, first + 1, first + 2),
        dice.bytes(Topic.BUILDER, team % 16, 0), dice.bytes(Topic.PACKAGE, key, 0),
        dice.bytes(Topic.REPORT, key, 0),
        dice.bytes(Topic.ERASURE_ROOT, key, 0), dice.bytes(Topic.SEGMENTS_ROOT, key, 0),
        dice.between(50_000, 12_000_000, Topic.PACKAGE, key, 1, 1), Fate.of(ordinal));
  }

  /**
   * Number of the newest package that a node's team has taken before the given one; negative when the story had not
   * begun then, or when the node is in no team.
   */
  public long latestOf(int node, long before) {
    int team = node / TEAM;
    if (team >= teams) {
      return -1;
    }
    long round = Math.floorDiv(before, (long) teams);
    long inRound = ordinal(round, team);
    return inRound < before ? inRound : ordinal(round - 1, team);
  }

  private int team(long ordinal) {
    long round = Math.floorDiv(ordinal, (long) teams);
    return (int) Math.floorMod(ordinal + turn(round), (long) teams);
  }

  private long ordinal(long round, int team) {
    return round * teams + Math.floorMod(team - turn(round), (long) teams);
  }

  private int turn(long round) {
    return world.dice().below(teams, Topic.PACKAGE, round, 0, 0);
  }
}
