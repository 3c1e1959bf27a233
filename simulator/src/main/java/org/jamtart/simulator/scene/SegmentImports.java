package org.jamtart.simulator.scene;

import java.util.List;
import org.jamtart.simulator.script.Agenda;
import org.jamtart.simulator.script.Conversation;
import org.jamtart.simulator.script.Part;
import org.jamtart.simulator.script.Utterance;
import org.jamtart.simulator.world.Errand;
import org.jamtart.simulator.world.Fate;
import org.jamtart.simulator.world.PackageTimes;
import org.jamtart.simulator.world.WorkPackage;
import org.jamtart.simulator.world.World;
import org.jamtart.wire.SegmentRecoveryEvent.ReconstructingSegments;
import org.jamtart.wire.SegmentRecoveryEvent.SegmentReconstructionFailed;
import org.jamtart.wire.SegmentRecoveryEvent.SegmentRequestFailed;
import org.jamtart.wire.SegmentRecoveryEvent.SegmentRequestSent;
import org.jamtart.wire.SegmentRecoveryEvent.SegmentShardRequestFailed;
import org.jamtart.wire.SegmentRecoveryEvent.SegmentShardRequestSent;
import org.jamtart.wire.SegmentRecoveryEvent.SegmentShardsTransferred;
import org.jamtart.wire.SegmentRecoveryEvent.SegmentVerificationFailed;
import org.jamtart.wire.SegmentRecoveryEvent.SegmentsReconstructed;
import org.jamtart.wire.SegmentRecoveryEvent.SegmentsRootMapped;
import org.jamtart.wire.SegmentRecoveryEvent.SegmentsTransferred;
import org.jamtart.wire.SegmentRecoveryEvent.SegmentsVerified;
import org.jamtart.wire.SegmentRecoveryEvent.SendingSegmentRequest;
import org.jamtart.wire.SegmentRecoveryEvent.SendingSegmentShardRequest;
import org.jamtart.wire.SegmentRecoveryEvent.WorkPackageHashMapped;
import org.jamtart.wire.SegmentShard;

/**
 * How a primary guarantor gets the two segments that a package imports: it maps package hash to segments-root to
 * erasure-root, fetches shards, reconstructs and verifies. Where the shards are bad it tries again with proofs, and
 * in the end asks a guarantor of the package that exported them.
 */
final class SegmentImports {
  private static final int PROOF_PAGE = 0x8000;
  private static final List<Integer> IMPORTS = List.of(0, 1);

  private final Part part;
  private final World world;
  private final Agenda agenda;

  SegmentImports(Part part) {
    this.part = part;
    this.world = part.world();
    this.agenda = part.agenda();
  }

  void plan(WorkPackage it, Utterance submission) {
    var exporter = world.workPackages().get(it.ordinal() - 1);
    long start = new PackageTimes(world, it).extrinsicsReceived(0);
    agenda.reply(start + 1_000, submission,
        (at, id) -> new WorkPackageHashMapped(at, id, exporter.hash(), exporter.segmentsRoot()));
    agenda.reply(start + 2_000, submission,
        (at, id) -> new SegmentsRootMapped(at, id, exporter.segmentsRoot(), exporter.erasureRoot()));
    world.errands().segmentShards(it).forEach(errand -> fetchShards(errand, submission, false));
    var reconstruction = reconstruction(start + 110_000, submission, IMPORTS);
    if (it.fate() == Fate.SEGMENTS_DAMAGED) {
      agenda.reply(start + 125_000, reconstruction,
          (at, id) -> new SegmentReconstructionFailed(at, id, "not enough shards"));
      recover(it, start, submission);
    } else {
      agenda.reply(start + 125_000, reconstruction, SegmentsReconstructed::new);
      agenda.reply(start + 130_000, submission, (at, id) -> new SegmentsVerified(at, id, IMPORTS));
    }
  }

  private void recover(WorkPackage it, long start, Utterance submission) {
    world.errands().provenSegmentShards(it).forEach(errand -> fetchShards(errand, submission, true));
    var again = reconstruction(start + 230_000, submission, List.of(0, 1, PROOF_PAGE, PROOF_PAGE | 1));
    agenda.reply(start + 236_000, again, SegmentsReconstructed::new);
    agenda.reply(start + 240_000, submission,
        (at, id) -> new SegmentVerificationFailed(at, id, List.of(1),
            "proof does not lead to the segments-root"));
    agenda.reply(start + 240_500, submission, (at, id) -> new SegmentsVerified(at, id, List.of(0)));
    world.errands().segments(it).forEach(errand -> fetchSegments(errand, submission));
    agenda.reply(start + 500_000, submission, (at, id) -> new SegmentsVerified(at, id, List.of(1)));
  }

  private Utterance reconstruction(long time, Utterance submission, List<Integer> segments) {
    return agenda.reply(time, submission, (at, id) -> new ReconstructingSegments(at, id, segments, false));
  }

  private void fetchShards(Errand errand, Utterance submission, boolean proven) {
    var shards = proven
        ? List.of(shard(0, errand), shard(1, errand), shard(PROOF_PAGE, errand))
        : List.of(shard(0, errand), shard(1, errand));
    var sending = agenda.reply(errand.times().sending(), submission,
        (at, id) -> new SendingSegmentShardRequest(at, id, part.peer(errand.provider()), proven, shards));
    new Conversation(errand.times(), errand.outcome()).requester(agenda, sending,
        SegmentShardRequestSent::new,
        SegmentShardsTransferred::new,
        (at, id) -> new SegmentShardRequestFailed(at, id, "stream reset by peer"));
  }

  private static SegmentShard shard(int segment, Errand errand) {
    return new SegmentShard(segment, errand.provider());
  }

  private void fetchSegments(Errand errand, Utterance submission) {
    var sending = agenda.reply(errand.times().sending(), submission,
        (at, id) -> new SendingSegmentRequest(at, id, part.peer(errand.provider()), List.of(1)));
    new Conversation(errand.times(), errand.outcome()).requester(agenda, sending, SegmentRequestSent::new,
        SegmentsTransferred::new, (at, id) -> new SegmentRequestFailed(at, id, "stream reset by peer"));
  }
}
