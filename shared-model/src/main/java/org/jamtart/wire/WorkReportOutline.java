package org.jamtart.wire;

/** A finished work-report; the bundle size in bytes. */
public record WorkReportOutline(
    @Subject Bytes32 workReportHash,
    @U32 long bundleSize,
    Bytes32 erasureRoot,
    Bytes32 segmentsRoot) {}
