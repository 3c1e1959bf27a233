package org.jamtart.simulator.scene;

import org.jamtart.simulator.script.Agenda;
import org.jamtart.simulator.script.Part;
import org.jamtart.simulator.script.Utterance;
import org.jamtart.simulator.world.Outcome;
import org.jamtart.simulator.world.PackageTimes;
import org.jamtart.simulator.world.WorkPackage;
import org.jamtart.wire.GuaranteeingEvent.GuaranteeSendFailed;
import org.jamtart.wire.GuaranteeingEvent.GuaranteeSent;
import org.jamtart.wire.GuaranteeingEvent.SendingGuarantee;

/** A guarantee on its way from the primary guarantor to every other node (CE 135). */
final class GuaranteeSending {
  private final Part part;
  private final Agenda agenda;

  GuaranteeSending(Part part) {
    this.part = part;
    this.agenda = part.agenda();
  }

  void plan(WorkPackage it, PackageTimes times, Utterance built) {
    for (int node = 0; node < part.world().population(); node++) {
      if (node != part.me()) {
        var recipient = part.peer(node);
        var stream = times.guaranteeSending(node);
        var sending = agenda.reply(stream.sending(), built,
            (at, id) -> new SendingGuarantee(at, id, recipient));
        if (outcome(it, node) == Outcome.ANSWERED) {
          agenda.reply(stream.sent(), sending, GuaranteeSent::new);
        } else {
          agenda.reply(stream.done(), sending,
              (at, id) -> new GuaranteeSendFailed(at, id, "stream reset by peer"));
        }
      }
    }
  }

  /** How the stream to a node ends. */
  static Outcome outcome(WorkPackage it, int node) {
    return Outcome.of(it.ordinal() * 5 + node);
  }
}
