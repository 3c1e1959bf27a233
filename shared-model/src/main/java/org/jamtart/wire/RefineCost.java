package org.jamtart.wire;

/** What refining one work item cost, with the host calls by kind. Times in nanoseconds. */
public record RefineCost(
    ExecCost total,
    @U64 long loadNs,
    @Json("host_call.lookup") ExecCost historicalLookup,
    @Json("host_call.vm") ExecCost machineExpunge,
    @Json("host_call.mem") ExecCost peekPokePages,
    @Json("host_call.invoke") ExecCost invoke,
    @Json("host_call.other") ExecCost other) {}
