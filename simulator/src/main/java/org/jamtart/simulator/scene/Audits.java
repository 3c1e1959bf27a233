package org.jamtart.simulator.scene;

import org.jamtart.simulator.script.Agenda;
import org.jamtart.simulator.script.Conversation;
import org.jamtart.simulator.script.Part;
import org.jamtart.simulator.world.Errand;
import org.jamtart.simulator.world.WorkPackage;
import org.jamtart.wire.BundleRecoveryEvent.BundleReconstructed;
import org.jamtart.wire.BundleRecoveryEvent.BundleRequestFailed;
import org.jamtart.wire.BundleRecoveryEvent.BundleRequestReceived;
import org.jamtart.wire.BundleRecoveryEvent.BundleRequestSent;
import org.jamtart.wire.BundleRecoveryEvent.BundleShardRequestFailed;
import org.jamtart.wire.BundleRecoveryEvent.BundleShardRequestReceived;
import org.jamtart.wire.BundleRecoveryEvent.BundleShardRequestSent;
import org.jamtart.wire.BundleRecoveryEvent.BundleShardTransferred;
import org.jamtart.wire.BundleRecoveryEvent.BundleTransferred;
import org.jamtart.wire.BundleRecoveryEvent.ReceivingBundleRequest;
import org.jamtart.wire.BundleRecoveryEvent.ReceivingBundleShardRequest;
import org.jamtart.wire.BundleRecoveryEvent.ReconstructingBundle;
import org.jamtart.wire.BundleRecoveryEvent.SendingBundleRequest;
import org.jamtart.wire.BundleRecoveryEvent.SendingBundleShardRequest;

/**
 * How auditors get a bundle: one asks a guarantor for the whole (CE 147) and collects shards only when refused, the
 * other collects shards from the start (CE 138) and reconstructs. The audit ID is the package's number in the story:
 * the specification has no auditing event yet to which it could point.
 */
public final class Audits extends PackageScene {
  private final Part part;
  private final Agenda agenda;

  public Audits(Part part) {
    super(part);
    this.part = part;
    this.agenda = part.agenda();
  }

  @Override
  void plan(WorkPackage it) {
    if (!it.isGuaranteed()) {
      return;
    }
    part.world().errands().bundles(it).forEach(errand -> bundle(errand, it));
    long collected = 0;
    for (var errand : part.world().errands().bundleShards(it)) {
      shard(errand, it);
      if (errand.asker() == part.me()) {
        collected = Math.max(collected, errand.times().done());
      }
    }
    if (collected > 0) {
      agenda.say(collected + 3_000, at -> new ReconstructingBundle(at, it.ordinal(), it.ordinal() % 2 == 0));
      agenda.say(collected + 70_000, at -> new BundleReconstructed(at, it.ordinal()));
    }
  }

  private void bundle(Errand errand, WorkPackage it) {
    var conversation = new Conversation(errand.times(), errand.outcome());
    if (errand.asker() == part.me()) {
      conversation.requester(agenda,
          at -> new SendingBundleRequest(at, it.ordinal(), part.peer(errand.provider())),
          BundleRequestSent::new, BundleTransferred::new,
          (at, id) -> new BundleRequestFailed(at, id, "stream reset by peer"));
    } else if (errand.provider() == part.me()) {
      conversation.provider(agenda, at -> new ReceivingBundleRequest(at, part.peer(errand.asker())),
          (at, id) -> new BundleRequestReceived(at, id, it.erasureRoot()), BundleTransferred::new,
          (at, id) -> new BundleRequestFailed(at, id, "bundle not kept"));
    }
  }

  private void shard(Errand errand, WorkPackage it) {
    var conversation = new Conversation(errand.times(), errand.outcome());
    if (errand.asker() == part.me()) {
      conversation.requester(agenda,
          at -> new SendingBundleShardRequest(at, it.ordinal(), part.peer(errand.provider()),
              errand.provider()),
          BundleShardRequestSent::new, BundleShardTransferred::new,
          (at, id) -> new BundleShardRequestFailed(at, id, "stream reset by peer"));
    } else if (errand.provider() == part.me()) {
      conversation.provider(agenda, at -> new ReceivingBundleShardRequest(at, part.peer(errand.asker())),
          (at, id) -> new BundleShardRequestReceived(at, id, it.erasureRoot(), part.me()),
          BundleShardTransferred::new,
          (at, id) -> new BundleShardRequestFailed(at, id, "shard not available"));
    }
  }
}
