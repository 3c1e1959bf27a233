package org.jamtart.simulator.scene;

import org.jamtart.simulator.script.Agenda;
import org.jamtart.simulator.script.Part;
import org.jamtart.simulator.world.Fate;
import org.jamtart.simulator.world.PackageTimes;
import org.jamtart.simulator.world.WorkPackage;
import org.jamtart.wire.GuaranteeingEvent.Authorized;
import org.jamtart.wire.GuaranteeingEvent.ExtrinsicDataReceived;
import org.jamtart.wire.GuaranteeingEvent.ImportsReceived;
import org.jamtart.wire.GuaranteeingEvent.Refined;
import org.jamtart.wire.GuaranteeingEvent.WorkPackageBeingShared;
import org.jamtart.wire.GuaranteeingEvent.WorkPackageFailed;
import org.jamtart.wire.GuaranteeingEvent.WorkPackageReceived;
import org.jamtart.wire.GuaranteeingEvent.WorkReportBuilt;
import org.jamtart.wire.GuaranteeingEvent.WorkReportSignatureSent;

/** A package on the guarantors with whom the primary shares it (CE 134), up to their signatures. */
public final class SecondaryGuarantor extends PackageScene {
  private final Part part;
  private final Agenda agenda;
  private final PackageOutlines outlines;
  private final Services services;

  public SecondaryGuarantor(Part part) {
    super(part);
    this.part = part;
    this.agenda = part.agenda();
    this.outlines = new PackageOutlines(part.world());
    this.services = new Services(part.world());
  }

  @Override
  void plan(WorkPackage it) {
    int role = it.role(part.me());
    if (role < 1 || !it.isGuaranteed()) {
      return;
    }
    var times = new PackageTimes(part.world(), it);
    var share = agenda.say(times.opened(role), at -> new WorkPackageBeingShared(at, part.peer(it.primary())));
    if (role == 2 && it.fate() == Fate.SHARING_FAILED) {
      agenda.reply(times.opened(role) + 60_000, share,
          (at, id) -> new WorkPackageFailed(at, id, "connection lost"));
      return;
    }
    agenda.reply(times.received(role), share,
        (at, id) -> new WorkPackageReceived(at, id, it.core(), outlines.workPackage(it)));
    agenda.reply(times.authorized(role), share,
        (at, id) -> new Authorized(at, id, services.authorization(it.ordinal())));
    agenda.reply(times.extrinsicsReceived(role), share, ExtrinsicDataReceived::new);
    agenda.reply(times.importsReceived(role), share, ImportsReceived::new);
    if (role == 2 && it.fate() == Fate.SECONDARY_FAILED) {
      agenda.reply(times.refined(role), share,
          (at, id) -> new WorkPackageFailed(at, id, "refinement timed out"));
      return;
    }
    agenda.reply(times.refined(role), share,
        (at, id) -> new Refined(at, id, services.refinement(it.ordinal(), outlines.items(it))));
    agenda.reply(times.reported(role), share, (at, id) -> new WorkReportBuilt(at, id, outlines.report(it)));
    agenda.reply(times.signatureSent(role), share, WorkReportSignatureSent::new);
  }
}
