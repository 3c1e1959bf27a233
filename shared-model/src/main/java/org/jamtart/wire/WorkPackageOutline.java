package org.jamtart.wire;

import java.util.List;

/**
 * What a work-package contains; sizes in bytes. The slot of the lookup anchor is no slot that the event
 * happened in, hence a plain number here.
 */
public record WorkPackageOutline(
    @Json("work_package_size") @U32 long sizeBytes,
    @Subject Bytes32 workPackageHash,
    Bytes32 anchor,
    @U32 long lookupAnchorSlot,
    List<Bytes32> prerequisites,
    List<WorkItemOutline> workItems) {
  public WorkPackageOutline {
    prerequisites = List.copyOf(prerequisites);
    workItems = List.copyOf(workItems);
  }
}
