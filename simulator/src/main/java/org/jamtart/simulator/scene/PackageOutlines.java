package org.jamtart.simulator.scene;

import java.util.ArrayList;
import java.util.List;
import org.jamtart.simulator.world.PackageTimes;
import org.jamtart.simulator.world.WorkPackage;
import org.jamtart.simulator.world.World;
import org.jamtart.wire.GuaranteeOutline;
import org.jamtart.wire.ImportSpec;
import org.jamtart.wire.WorkItemOutline;
import org.jamtart.wire.WorkPackageOutline;
import org.jamtart.wire.WorkReportOutline;

/** What telemetry tells of a package, its report and its guarantee; the same on every node. */
final class PackageOutlines {
  private static final int ROOT_IS_PACKAGE = 0x8000;

  private final World world;
  private final Services services;

  PackageOutlines(World world) {
    this.world = world;
    this.services = new Services(world);
  }

  WorkPackageOutline workPackage(WorkPackage it) {
    long slot = world.slotAt(it.submitted());
    var anchor = world.chain().latest(slot - 1);
    var items = new ArrayList<WorkItemOutline>();
    for (int item = 0; item < items(it); item++) {
      items.add(
          new WorkItemOutline(services.id(it.ordinal() + item), 1_000 + 37 * item, 500_000_000, 8_000_000,
              20_000, item == 0 ? imports(it) : List.of(), 1 + item));
    }
    var prerequisites = it.ordinal() % 5 == 4
        ? List.of(before(it).hash())
        : List.<org.jamtart.wire.Bytes32>of();
    return new WorkPackageOutline(it.bundleSize() / 20, it.hash(), anchor.hash(), anchor.slot(),
        prerequisites, items);
  }

  int items(WorkPackage it) {
    return 1 + (int) (it.ordinal() % 3);
  }

  /** The package whose segments a package imports. */
  WorkPackage before(WorkPackage it) {
    return world.workPackages().get(it.ordinal() - 1);
  }

  private List<ImportSpec> imports(WorkPackage it) {
    return List.of(new ImportSpec(before(it).hash(), ROOT_IS_PACKAGE),
        new ImportSpec(before(it).segmentsRoot(), 1));
  }

  WorkReportOutline report(WorkPackage it) {
    return new WorkReportOutline(it.reportHash(), it.bundleSize(), it.erasureRoot(), it.segmentsRoot());
  }

  GuaranteeOutline guarantee(WorkPackage it, int signatures) {
    long slot = world.slotNumber(world.slotAt(new PackageTimes(world, it).guaranteed()));
    return new GuaranteeOutline(it.reportHash(), slot, it.guarantors().subList(0, signatures));
  }
}
