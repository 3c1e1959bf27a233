package org.jamtart.simulator.scene;

import java.util.ArrayList;
import java.util.List;
import org.jamtart.simulator.world.Block;
import org.jamtart.simulator.world.Topic;
import org.jamtart.simulator.world.World;
import org.jamtart.wire.AccumulateCost;
import org.jamtart.wire.AccumulatedService;
import org.jamtart.wire.ExecCost;
import org.jamtart.wire.IsAuthorizedCost;
import org.jamtart.wire.RefineCost;

/** Which services there are and what their code costs. Gas is the same on every node, as it must be. */
final class Services {
  private static final int COUNT = 24;

  private final World world;

  Services(World world) {
    this.world = world;
  }

  /** The id of the service that a number stands for. */
  long id(long number) {
    int place = Math.floorMod(number, COUNT);
    return place == 0 ? 0 : world.dice().between(1_000, 4_000_000_000L, Topic.SERVICE, place, 0, 0);
  }

  /** What accumulation of a block costs, for each service once. */
  List<AccumulatedService> accumulated(Block block) {
    int count = (int) Math.min(COUNT, 1 + block.outline().numGuarantees());
    var services = new ArrayList<AccumulatedService>(count);
    for (int i = 0; i < count; i++) {
      long number = block.slot() + i;
      services.add(new AccumulatedService(id(number), accumulate(block.slot(), i)));
    }
    return services;
  }

  private AccumulateCost accumulate(long slot, int place) {
    long gas = cost(slot, place, 1);
    var small = part(gas, 20);
    return new AccumulateCost(1, place % 2, 1 + place % 3, part(gas, 1), 40_000 + gas / 10, part(gas, 4),
        small, small, part(gas, 50), small, gas / 25, part(gas, 10));
  }

  /** What the authorizer of a package costs. */
  IsAuthorizedCost authorization(long ordinal) {
    long gas = cost(ordinal, 0, 2) / 10;
    return new IsAuthorizedCost(part(gas, 1), 60_000, part(gas, 5));
  }

  /** What refinement of each work item of a package costs. */
  List<RefineCost> refinement(long ordinal, int items) {
    var costs = new ArrayList<RefineCost>(items);
    for (int item = 0; item < items; item++) {
      long gas = 20 * cost(ordinal, item, 3);
      costs.add(new RefineCost(part(gas, 1), 150_000, part(gas, 8), part(gas, 30), part(gas, 6), part(gas, 2),
          part(gas, 25)));
    }
    return costs;
  }

  private long cost(long a, int b, int c) {
    return world.dice().between(100_000, 9_000_000, Topic.COST, a, b, c);
  }

  private static ExecCost part(long gas, int divisor) {
    return new ExecCost(gas / divisor, 3 * gas / divisor);
  }
}
