package org.jamtart.simulator.world;

/** What a throw of the {@link Dice} is about, so that equal numbers on different matters stay independent. */
public enum Topic {
  PEER, BUILDER, GENESIS, CLOCK, TRAVEL, AUTHOR, BLOCK, RIVAL, FORGERY, OUTLINE, VERIFICATION, EXECUTION,
  FINALITY, STATUS, CONNECTION, TICKET, PACKAGE, REPORT, ERASURE_ROOT, SEGMENTS_ROOT, COST, PIPELINE,
  GUARANTEE,
  SHARD, ASSURANCE, AUDIT, SEGMENT, PREIMAGE, SERVICE, LOSS, ROUND
}
