package org.jamtart.simulator.world;

import java.util.ArrayList;
import java.util.List;

/** Who asks whom for which piece of a package, apart from the guarantors' own dealings. */
public final class PackageErrands {
  private static final int ASSURERS = 6;
  private static final int SHARDS_OF_AN_AUDIT = 4;
  private static final long LOOKUP = 5_000;

  private final World world;

  PackageErrands(World world) {
    this.world = world;
  }

  /** The segment shards that the primary fetches from assurers for its imports (CE 139). */
  public List<Errand> segmentShards(WorkPackage it) {
    var errands = new ArrayList<Errand>();
    for (int step = 0; step < WorkPackages.TEAM; step++) {
      long turn = it.ordinal() * WorkPackages.TEAM + step;
      errands.add(segmentErrand(it, distant(it.primary(), turn), LOOKUP + 3_000L * step, Outcome.of(turn)));
    }
    return errands;
  }

  /** The segment shards with proofs that are fetched when that was not enough (CE 140). */
  public List<Errand> provenSegmentShards(WorkPackage it) {
    return it.fate() == Fate.SEGMENTS_DAMAGED
        ? List.of(segmentErrand(it, distant(it.primary(), it.ordinal()), 130_000, Outcome.ANSWERED))
        : List.of();
  }

  /** The whole segments that are fetched from a previous guarantor when even those do not verify (CE 148). */
  public List<Errand> segments(WorkPackage it) {
    if (it.fate() != Fate.SEGMENTS_DAMAGED) {
      return List.of();
    }
    int provider = world.workPackages().get(it.ordinal() - 1).primary();
    int previous = provider == it.primary() ? world.neighbour(it.primary(), WorkPackages.TEAM) : provider;
    return List.of(segmentErrand(it, previous, 245_000, Outcome.REFUSED),
        segmentErrand(it, previous, 345_000, Outcome.ANSWERED));
  }

  /** The shards that some assurers fetch from the guarantors (CE 137). */
  public List<Errand> shards(WorkPackage it) {
    var errands = new ArrayList<Errand>();
    long wanted = new PackageTimes(world, it).shardsWanted();
    int step = Math.max(1, world.nodes() / ASSURERS);
    for (int node = (int) (it.ordinal() % step); node < world.nodes(); node += step) {
      if (it.role(node) < 0) {
        int provider = it.guarantors().get(node % WorkPackages.TEAM);
        long start = wanted + world.dice().between(0, 1_500_000, Topic.SHARD, it.ordinal(), node, 0);
        errands.add(errand(node, provider, start, Outcome.of(it.ordinal() + errands.size() * 2L)));
      }
    }
    return errands;
  }

  /** The first auditor's request for the whole bundle, to a guarantor (CE 147). */
  public List<Errand> bundles(WorkPackage it) {
    return hasAuditors()
        ? List.of(errand(auditor(it, 0), it.guarantors().get((int) (it.ordinal() % WorkPackages.TEAM)),
            new PackageTimes(world, it).auditing(), bundleOutcome(it)))
        : List.of();
  }

  /** The shards of the bundle that an auditor fetches from assurers (CE 138). */
  public List<Errand> bundleShards(WorkPackage it) {
    var errands = new ArrayList<Errand>();
    if (hasAuditors()) {
      if (bundleOutcome(it) != Outcome.ANSWERED) {
        bundleShards(it, 0, errands);
      }
      bundleShards(it, 1, errands);
    }
    return errands;
  }

  private void bundleShards(WorkPackage it, int place, List<Errand> errands) {
    int auditor = auditor(it, place);
    long start = new PackageTimes(world, it).auditing() + 200_000;
    for (int step = 1; step <= SHARDS_OF_AN_AUDIT; step++) {
      // The last one is always answered, so that there is something to reconstruct from.
      var outcome = step == SHARDS_OF_AN_AUDIT
          ? Outcome.ANSWERED
          : Outcome.of(it.ordinal() * 3 + place * 4L + step);
      errands.add(errand(auditor, world.neighbour(auditor, step), start + 2_000L * step, outcome));
    }
  }

  private static Outcome bundleOutcome(WorkPackage it) {
    return switch (it.fate()) {
      case AUDITED_THE_HARD_WAY -> Outcome.REFUSED;
      case SHARING_FAILED -> Outcome.BROKEN_OFF;
      default -> Outcome.ANSWERED;
    };
  }

  private boolean hasAuditors() {
    return world.nodes() > WorkPackages.TEAM + 1;
  }

  /** Two nodes that are not guarantors of the package. */
  private int auditor(WorkPackage it, int place) {
    int others = world.nodes() - WorkPackages.TEAM;
    int turn = (int) Math.floorMod(it.ordinal() * 2 + place, (long) others);
    return (it.primary() + WorkPackages.TEAM + turn) % world.nodes();
  }

  private int distant(int node, long turn) {
    return world.neighbour(node, 1 + (int) Math.floorMod(turn, world.population() - 1L));
  }

  private Errand segmentErrand(WorkPackage it, int provider, long delay, Outcome outcome) {
    return errand(it.primary(), provider, new PackageTimes(world, it).extrinsicsReceived(0) + delay, outcome);
  }

  private Errand errand(int asker, int provider, long start, Outcome outcome) {
    return new Errand(asker, provider, Exchange.at(start, world.travel(asker, provider, start), 2_500),
        outcome);
  }
}
