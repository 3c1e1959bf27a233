package org.jamtart.simulator.scene;

import org.jamtart.simulator.script.Beat;
import org.jamtart.simulator.script.Part;
import org.jamtart.simulator.script.Scene;
import org.jamtart.simulator.world.WorkPackage;

/** A scene that is about work packages: it is asked once for each, when the package is submitted. */
abstract class PackageScene implements Scene {
  private final Part part;

  PackageScene(Part part) {
    this.part = part;
  }

  @Override
  public final void plan(Beat beat) {
    for (var workPackage : part.world().workPackages().submittedIn(beat.start(), beat.end())) {
      plan(workPackage);
    }
  }

  abstract void plan(WorkPackage workPackage);
}
