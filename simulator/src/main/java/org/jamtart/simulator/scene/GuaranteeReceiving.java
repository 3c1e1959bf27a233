package org.jamtart.simulator.scene;

import org.jamtart.simulator.script.Agenda;
import org.jamtart.simulator.script.Part;
import org.jamtart.simulator.world.Outcome;
import org.jamtart.simulator.world.PackageTimes;
import org.jamtart.simulator.world.WorkPackage;
import org.jamtart.simulator.world.World;
import org.jamtart.wire.GuaranteeDiscardReason;
import org.jamtart.wire.GuaranteeingEvent.GuaranteeDiscarded;
import org.jamtart.wire.GuaranteeingEvent.GuaranteeReceiveFailed;
import org.jamtart.wire.GuaranteeingEvent.GuaranteeReceived;
import org.jamtart.wire.GuaranteeingEvent.ReceivingGuarantee;

/** A guarantee on the nodes that are sent it (CE 135), until it leaves their pools. */
public final class GuaranteeReceiving extends PackageScene {
  private static final GuaranteeDiscardReason[] REASONS = GuaranteeDiscardReason.values();

  private final Part part;
  private final World world;
  private final Agenda agenda;
  private final PackageOutlines outlines;

  public GuaranteeReceiving(Part part) {
    super(part);
    this.part = part;
    this.world = part.world();
    this.agenda = part.agenda();
    this.outlines = new PackageOutlines(world);
  }

  @Override
  void plan(WorkPackage it) {
    if (!it.isGuaranteed() || it.primary() == part.me()) {
      return;
    }
    var times = new PackageTimes(world, it);
    var stream = times.guaranteeSending(part.me());
    var receiving = agenda.say(stream.receiving(), at -> new ReceivingGuarantee(at, part.peer(it.primary())));
    if (GuaranteeSending.outcome(it, part.me()) != Outcome.ANSWERED) {
      agenda.reply(stream.served(), receiving,
          (at, id) -> new GuaranteeReceiveFailed(at, id, "unexpected end"));
      return;
    }
    var outline = outlines.guarantee(it, it.signatures());
    agenda.reply(stream.received(), receiving, (at, id) -> new GuaranteeReceived(at, id, outline));
    var reason = reason(it);
    var reported = world.chain().block(times.reportedIn());
    long known = reported.author() == part.me() || reason != GuaranteeDiscardReason.REPORTED_ON_CHAIN
        ? world.slotStart(times.reportedIn()) + 700_000
        : world.gossip().executed(reported, part.me()) + 2_000;
    agenda.reply(known, receiving, (at, id) -> new GuaranteeDiscarded(at, outline, reason));
  }

  /** Nearly always the block that reports it makes a guarantee superfluous. */
  private GuaranteeDiscardReason reason(WorkPackage it) {
    long throwOf = it.ordinal() + part.me();
    return throwOf % 6 != 0
        ? GuaranteeDiscardReason.REPORTED_ON_CHAIN
        : REASONS[(int) (throwOf / 6 % REASONS.length)];
  }
}
