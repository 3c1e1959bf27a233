package org.jamtart.wire;

import java.util.List;

/** One item of a work-package; sizes in bytes. */
public record WorkItemOutline(
    @U32 long serviceId,
    @U32 long payloadSize,
    @U64 long refineGasLimit,
    @U64 long accumulateGasLimit,
    @Json("sum_of_extrinsic_lengths") @U32 long extrinsicsSize,
    List<ImportSpec> imports,
    @Json("num_exported_segments") @U16 int numExports) {
  public WorkItemOutline {
    imports = List.copyOf(imports);
  }
}
