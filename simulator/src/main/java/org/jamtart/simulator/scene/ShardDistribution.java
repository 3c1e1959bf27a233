package org.jamtart.simulator.scene;

import org.jamtart.simulator.script.Conversation;
import org.jamtart.simulator.script.Part;
import org.jamtart.simulator.script.Round;
import org.jamtart.simulator.world.Errand;
import org.jamtart.simulator.world.Exchange;
import org.jamtart.simulator.world.Outcome;
import org.jamtart.simulator.world.WorkPackage;
import org.jamtart.simulator.world.World;
import org.jamtart.wire.AvailabilityEvent.ReceivingShardRequest;
import org.jamtart.wire.AvailabilityEvent.SendingShardRequest;
import org.jamtart.wire.AvailabilityEvent.ShardRequestFailed;
import org.jamtart.wire.AvailabilityEvent.ShardRequestReceived;
import org.jamtart.wire.AvailabilityEvent.ShardRequestSent;
import org.jamtart.wire.AvailabilityEvent.ShardsTransferred;
import org.jamtart.wire.Bytes32;

/** The shards of a guaranteed package, fetched by assurers from its guarantors (CE 137). */
public final class ShardDistribution extends PackageScene {
  private final Part part;
  private final World world;

  public ShardDistribution(Part part) {
    super(part);
    this.part = part;
    this.world = part.world();
  }

  @Override
  void plan(WorkPackage it) {
    if (it.isGuaranteed()) {
      world.errands().shards(it).forEach(errand -> tell(errand, it.erasureRoot()));
    }
  }

  /** Both requests of a round that concern this node, each for the newest package of the one who is asked. */
  void chat(Round round) {
    tell(part.me(), world.neighbour(part.me(), round.distance()), round);
    tell(world.neighbour(part.me(), -round.distance()), part.me(), round);
  }

  private void tell(int asker, int provider, Round round) {
    long newest = world.workPackages().firstOf(world.slotAt(round.time()));
    long ordinal = world.workPackages().latestOf(provider, newest);
    var times = Exchange.at(round.time(), world.travel(asker, provider, round.time()), 1_800);
    tell(new Errand(asker, provider, times, Outcome.ANSWERED),
        world.workPackages().get(ordinal).erasureRoot());
  }

  private void tell(Errand errand, Bytes32 erasureRoot) {
    var conversation = new Conversation(errand.times(), errand.outcome());
    int shard = errand.asker();
    if (errand.asker() == part.me()) {
      conversation.requester(part.agenda(),
          at -> new SendingShardRequest(at, part.peer(errand.provider()), erasureRoot, shard),
          ShardRequestSent::new,
          ShardsTransferred::new, (at, id) -> new ShardRequestFailed(at, id, "stream reset by peer"));
    } else if (errand.provider() == part.me()) {
      conversation.provider(part.agenda(), at -> new ReceivingShardRequest(at, part.peer(errand.asker())),
          (at, id) -> new ShardRequestReceived(at, id, erasureRoot, shard), ShardsTransferred::new,
          (at, id) -> new ShardRequestFailed(at, id, "shard not available"));
    }
  }
}
