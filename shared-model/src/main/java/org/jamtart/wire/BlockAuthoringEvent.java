package org.jamtart.wire;

import java.util.List;

/** Making, checking and executing blocks. JIP-3, "Block authoring/importing events". */
public sealed interface BlockAuthoringEvent extends Event {

  /** Event 40. The node begins to author a block. */
  @Discriminator(40)
  record Authoring(@U64 long timestamp, @Slot long slot, Bytes32 parent) implements BlockAuthoringEvent {}

  /** Event 41. The node gave up authoring a block. */
  @Discriminator(41)
  @Failure
  record AuthoringFailed(
      @U64 long timestamp,
      @Ref(40) long authoringId,
      @Reason String reason) implements BlockAuthoringEvent {}

  /** Event 42. The contents of a block being authored are settled. */
  @Discriminator(42)
  record Authored(
      @U64 long timestamp,
      @Ref(40) long authoringId,
      BlockOutline outline) implements BlockAuthoringEvent {}

  /** Event 43. The node begins to import somebody else's block. */
  @Discriminator(43)
  record Importing(
      @U64 long timestamp,
      @Slot long slot,
      BlockOutline outline) implements BlockAuthoringEvent {}

  /** Event 44. An imported block turned out to be invalid. */
  @Discriminator(44)
  @Failure
  record BlockVerificationFailed(
      @U64 long timestamp,
      @Ref(43) long importingId,
      @Reason String reason) implements BlockAuthoringEvent {}

  /** Event 45. An imported block passed verification. */
  @Discriminator(45)
  record BlockVerified(@U64 long timestamp, @Ref(43) long importingId) implements BlockAuthoringEvent {}

  /** Event 46. Executing a block, authored or imported, failed. */
  @Discriminator(46)
  @Failure
  record BlockExecutionFailed(
      @U64 long timestamp,
      @Ref( {40, 43}) long authoringOrImportingId,
      @Reason String reason) implements BlockAuthoringEvent{}

  /**
   * Event 47. A block, authored or imported, has been executed; what it cost, service by service (500 at
   * most, the rest added up under service {@code 0xffffffff}).
   */
  @Discriminator(47)
  record BlockExecuted(
      @U64 long timestamp,
      @Ref( {
          40, 43}) long authoringOrImportingId,
      @Json("accumulate_costs") List<AccumulatedService> accumulated) implements BlockAuthoringEvent{
    public BlockExecuted {
      accumulated = List.copyOf(accumulated);
    }
  }
}
