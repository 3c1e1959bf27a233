package org.jamtart.wire;

/**
 * JAM Parameters in the layout of Gray Paper 0.7: 134 bytes. Gas and balances are unsigned; periods in slots
 * unless named otherwise, sizes in bytes.
 *
 * @param depositPerItem B_I, extra deposit per state item
 * @param depositPerByte B_L, extra deposit per state octet
 * @param depositPerAccount B_S, base service deposit
 * @param coreCount C, number of cores; sizes events 10 and 126
 * @param minTurnaroundPeriod D, preimage expunge period, slots
 * @param epochPeriod E, epoch length, slots
 * @param maxAccumulateGas G_A, accumulate gas per report
 * @param maxIsAuthorizedGas G_I, is-authorized gas per package
 * @param maxRefineGas G_R, refine gas per package
 * @param blockGasLimit G_T, accumulate gas per block
 * @param recentBlockCount H, recent history length, blocks
 * @param maxWorkItems I, work items per package
 * @param maxDependencies J, dependency items per report
 * @param maxTicketsPerBlock K, tickets per extrinsic
 * @param maxLookupAnchorAge L, lookup anchor age, slots
 * @param ticketsAttemptsNumber N, ticket entries per validator
 * @param authWindow O, authorization pool size
 * @param slotPeriodSec P, slot length, seconds
 * @param authQueueLen Q, authorization queue size
 * @param rotationPeriod R, guarantor rotation, slots
 * @param maxExtrinsics T, extrinsics per package
 * @param availabilityTimeout U, availability timeout, slots
 * @param valCount V, number of validators
 * @param maxAuthorizerCodeSize W_A, is-authorized code bytes
 * @param maxInput W_B, bundle bytes
 * @param maxServiceCodeSize W_C, service code bytes
 * @param basicPieceLen W_E, erasure piece bytes
 * @param maxImports W_M, imports per package
 * @param segmentPieceCount W_P, erasure pieces per segment
 * @param maxReportElectiveData W_R, variable blob bytes per report
 * @param transferMemoSize W_T, transfer memo bytes
 * @param maxExports W_X, exports per package
 * @param epochTailStart Y, ticket submission end slot in epoch
 */
public record Gp07(
    @U64 long depositPerItem,
    @U64 long depositPerByte,
    @U64 long depositPerAccount,
    @U16 int coreCount,
    @U32 long minTurnaroundPeriod,
    @U32 long epochPeriod,
    @U64 long maxAccumulateGas,
    @U64 long maxIsAuthorizedGas,
    @U64 long maxRefineGas,
    @U64 long blockGasLimit,
    @U16 int recentBlockCount,
    @U16 int maxWorkItems,
    @U16 int maxDependencies,
    @U16 int maxTicketsPerBlock,
    @U32 long maxLookupAnchorAge,
    @U16 int ticketsAttemptsNumber,
    @U16 int authWindow,
    @U16 int slotPeriodSec,
    @U16 int authQueueLen,
    @U16 int rotationPeriod,
    @U16 int maxExtrinsics,
    @U16 int availabilityTimeout,
    @U16 int valCount,
    @U32 long maxAuthorizerCodeSize,
    @U32 long maxInput,
    @U32 long maxServiceCodeSize,
    @U32 long basicPieceLen,
    @U32 long maxImports,
    @U32 long segmentPieceCount,
    @U32 long maxReportElectiveData,
    @U32 long transferMemoSize,
    @U32 long maxExports,
    @U32 long epochTailStart)
    implements
      JamParameters {

  /** The parameters of the full network. */
  public static Gp07 full() {
    return new Gp07(10L, 1L, 100L, 341, 19200, 600, 10000000L, 50000000L, 5000000000L, 3500000000L, 8, 16, 8,
        16,
        14400, 2, 8, 6, 80, 10, 128, 5, 1023, 64000, 13791360, 4000000, 684, 3072, 6, 49152, 128, 3072,
        500);
  }

  /** The parameters of the tiny network. */
  public static Gp07 tiny() {
    return new Gp07(10L, 1L, 100L, 2, 32, 12, 10000000L, 50000000L, 1000000000L, 20000000L, 8, 16, 8, 3,
        14400, 3,
        8, 6, 80, 4, 128, 5, 6, 64000, 13791360, 4000000, 4, 3072, 1026, 49152, 128, 3072, 10);
  }
}
