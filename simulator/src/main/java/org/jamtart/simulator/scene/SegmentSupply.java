package org.jamtart.simulator.scene;

import org.jamtart.simulator.script.Conversation;
import org.jamtart.simulator.script.Part;
import org.jamtart.simulator.world.Errand;
import org.jamtart.simulator.world.WorkPackage;
import org.jamtart.wire.SegmentRecoveryEvent.ReceivingSegmentRequest;
import org.jamtart.wire.SegmentRecoveryEvent.ReceivingSegmentShardRequest;
import org.jamtart.wire.SegmentRecoveryEvent.SegmentRequestFailed;
import org.jamtart.wire.SegmentRecoveryEvent.SegmentRequestReceived;
import org.jamtart.wire.SegmentRecoveryEvent.SegmentShardRequestFailed;
import org.jamtart.wire.SegmentRecoveryEvent.SegmentShardRequestReceived;
import org.jamtart.wire.SegmentRecoveryEvent.SegmentShardsTransferred;
import org.jamtart.wire.SegmentRecoveryEvent.SegmentsTransferred;

/** Segments and their shards on the nodes that are asked for them (CE 139, 140 and 148). */
public final class SegmentSupply extends PackageScene {
  private final Part part;

  public SegmentSupply(Part part) {
    super(part);
    this.part = part;
  }

  @Override
  void plan(WorkPackage it) {
    if (it.isGuaranteed() && it.primary() != part.me()) {
      var errands = part.world().errands();
      errands.segmentShards(it).forEach(errand -> serveShards(errand, false));
      errands.provenSegmentShards(it).forEach(errand -> serveShards(errand, true));
      errands.segments(it).forEach(this::serveSegments);
    }
  }

  private void serveShards(Errand errand, boolean proven) {
    if (errand.provider() == part.me()) {
      new Conversation(errand.times(), errand.outcome()).provider(part.agenda(),
          at -> new ReceivingSegmentShardRequest(at, part.peer(errand.asker()), proven),
          (at, id) -> new SegmentShardRequestReceived(at, id, proven ? 3 : 2), SegmentShardsTransferred::new,
          (at, id) -> new SegmentShardRequestFailed(at, id, "segment not found"));
    }
  }

  private void serveSegments(Errand errand) {
    if (errand.provider() == part.me()) {
      new Conversation(errand.times(), errand.outcome()).provider(part.agenda(),
          at -> new ReceivingSegmentRequest(at, part.peer(errand.asker())),
          (at, id) -> new SegmentRequestReceived(at, id, 1), SegmentsTransferred::new,
          (at, id) -> new SegmentRequestFailed(at, id, "busy"));
    }
  }
}
