package org.jamtart.wire;

/** What checking the authorization of a work-package cost. Times in nanoseconds. */
public record IsAuthorizedCost(ExecCost total, @U64 long loadNs, @Json("host_call") ExecCost hostCalls) {}
