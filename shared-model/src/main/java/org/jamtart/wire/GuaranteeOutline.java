package org.jamtart.wire;

import java.util.List;

/** A guarantee: the report, the slot, and the validators that signed. */
public record GuaranteeOutline(
    @Subject Bytes32 workReportHash,
    @Slot long slot,
    List<@U16 Integer> guarantors) {
  public GuaranteeOutline {
    guarantors = List.copyOf(guarantors);
  }
}
