package org.jamtart.wire;

/** What accumulating one service cost, with the host calls by kind. Times in nanoseconds. */
public record AccumulateCost(
    @U32 long numCalls,
    @U32 long numTransfers,
    @U32 long numItems,
    ExecCost total,
    @U64 long loadNs,
    @Json("host_call.state") ExecCost readWrite,
    @Json("host_call.lookup") ExecCost lookup,
    @Json("host_call.preimage") ExecCost querySolicitForgetProvide,
    @Json("host_call.service") ExecCost infoNewUpgradeEject,
    @Json("host_call.transfer") ExecCost transfer,
    @Json("host_call.transfer_dest_gas") @U64 long transferDestGas,
    @Json("host_call.other") ExecCost other) {}
