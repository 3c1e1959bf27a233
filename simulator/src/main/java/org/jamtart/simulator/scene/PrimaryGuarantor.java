package org.jamtart.simulator.scene;

import org.jamtart.simulator.script.Agenda;
import org.jamtart.simulator.script.Part;
import org.jamtart.simulator.script.Utterance;
import org.jamtart.simulator.world.Fate;
import org.jamtart.simulator.world.PackageTimes;
import org.jamtart.simulator.world.WorkPackage;
import org.jamtart.wire.GuaranteeingEvent.Authorized;
import org.jamtart.wire.GuaranteeingEvent.BundleSent;
import org.jamtart.wire.GuaranteeingEvent.DuplicateWorkPackage;
import org.jamtart.wire.GuaranteeingEvent.ExtrinsicDataReceived;
import org.jamtart.wire.GuaranteeingEvent.GuaranteeBuilt;
import org.jamtart.wire.GuaranteeingEvent.GuaranteesDistributed;
import org.jamtart.wire.GuaranteeingEvent.ImportsReceived;
import org.jamtart.wire.GuaranteeingEvent.Refined;
import org.jamtart.wire.GuaranteeingEvent.SharingWorkPackage;
import org.jamtart.wire.GuaranteeingEvent.WorkPackageFailed;
import org.jamtart.wire.GuaranteeingEvent.WorkPackageReceived;
import org.jamtart.wire.GuaranteeingEvent.WorkPackageSharingFailed;
import org.jamtart.wire.GuaranteeingEvent.WorkPackageSubmission;
import org.jamtart.wire.GuaranteeingEvent.WorkReportBuilt;
import org.jamtart.wire.GuaranteeingEvent.WorkReportSignatureReceived;

/** A package on the guarantor to which the builder submits it, from the submission to the last guarantee sent. */
public final class PrimaryGuarantor extends PackageScene {
  private final Part part;
  private final Agenda agenda;
  private final PackageOutlines outlines;
  private final Services services;
  private final SegmentImports imports;
  private final GuaranteeSending sending;

  public PrimaryGuarantor(Part part) {
    super(part);
    this.part = part;
    this.agenda = part.agenda();
    this.outlines = new PackageOutlines(part.world());
    this.services = new Services(part.world());
    this.imports = new SegmentImports(part);
    this.sending = new GuaranteeSending(part);
  }

  @Override
  void plan(WorkPackage it) {
    if (it.primary() != part.me()) {
      return;
    }
    var times = new PackageTimes(part.world(), it);
    var submission = submission(it, it.submitted());
    agenda.reply(times.received(0), submission,
        (at, id) -> new WorkPackageReceived(at, id, it.core(), outlines.workPackage(it)));
    if (it.fate() == Fate.NOT_AUTHORIZED) {
      agenda.reply(times.authorized(0), submission,
          (at, id) -> new WorkPackageFailed(at, id, "not authorized"));
      return;
    }
    if (it.fate() == Fate.SUBMITTED_TWICE) {
      var again = submission(it, it.submitted() + 300_000);
      agenda.reply(it.submitted() + 350_000, again,
          (at, id) -> new DuplicateWorkPackage(at, id, it.core(), it.hash()));
    }
    refine(it, times, submission);
    for (int role = 1; role < it.guarantors().size(); role++) {
      share(it, times, submission, role);
    }
    guarantee(it, times, submission);
  }

  private Utterance submission(WorkPackage it, long time) {
    return agenda.say(time, at -> new WorkPackageSubmission(at, it.builder(), it.ordinal() % 4 == 1));
  }

  private void refine(WorkPackage it, PackageTimes times, Utterance submission) {
    agenda.reply(times.authorized(0), submission,
        (at, id) -> new Authorized(at, id, services.authorization(it.ordinal())));
    agenda.reply(times.extrinsicsReceived(0), submission, ExtrinsicDataReceived::new);
    imports.plan(it, submission);
    agenda.reply(times.importsReceived(0), submission, ImportsReceived::new);
    agenda.reply(times.refined(0), submission,
        (at, id) -> new Refined(at, id, services.refinement(it.ordinal(), outlines.items(it))));
    agenda.reply(times.reported(0), submission, (at, id) -> new WorkReportBuilt(at, id, outlines.report(it)));
  }

  private void share(WorkPackage it, PackageTimes times, Utterance submission, int role) {
    var secondary = part.peer(it.guarantors().get(role));
    agenda.reply(times.sharing(role), submission, (at, id) -> new SharingWorkPackage(at, id, secondary));
    if (role == 2 && it.fate() == Fate.SHARING_FAILED) {
      agenda.reply(times.sharing(role) + 90_000, submission,
          (at, id) -> new WorkPackageSharingFailed(at, id, secondary, "connection lost"));
      return;
    }
    agenda.reply(times.bundleSent(role), submission, (at, id) -> new BundleSent(at, id, secondary));
    if (role == 2 && it.fate() == Fate.SECONDARY_FAILED) {
      agenda.reply(times.refined(role) + 40_000, submission,
          (at, id) -> new WorkPackageSharingFailed(at, id, secondary, "stream reset by peer"));
    } else {
      agenda.reply(times.signatureReceived(role), submission,
          (at, id) -> new WorkReportSignatureReceived(at, id, secondary));
    }
  }

  private void guarantee(WorkPackage it, PackageTimes times, Utterance submission) {
    int signatures = it.signatures();
    var built = agenda.reply(times.guaranteed(), submission,
        (at, id) -> new GuaranteeBuilt(at, id, outlines.guarantee(it, signatures)));
    sending.plan(it, times, built);
    if (it.fate() == Fate.LATE_SIGNATURE) {
      agenda.reply(Math.max(times.guaranteed(), times.signatureReceived(2)) + 2_000, submission,
          (at, id) -> new GuaranteeBuilt(at, id, outlines.guarantee(it, signatures + 1)));
    }
    agenda.reply(times.distributed(), submission, GuaranteesDistributed::new);
  }
}
