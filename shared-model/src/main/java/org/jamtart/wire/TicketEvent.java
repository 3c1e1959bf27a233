package org.jamtart.wire;

import java.util.List;

/** Safrole tickets: making and passing them on (CE 131, CE 132). JIP-3, "Safrole ticket events". */
public sealed interface TicketEvent extends Event {

  /** Event 80. The node begins to generate its Safrole tickets. */
  @Discriminator(80)
  record GeneratingTickets(@U64 long timestamp, @U32 long epoch) implements TicketEvent {}

  /** Event 81. Generating tickets failed. */
  @Discriminator(81)
  @Failure
  record TicketGenerationFailed(
      @U64 long timestamp,
      @Ref(80) long generatingId,
      @Reason String reason) implements TicketEvent {}

  /** Event 82. Tickets have been generated. */
  @Discriminator(82)
  record TicketsGenerated(
      @U64 long timestamp,
      @Ref(80) long generatingId,
      @Json("ids") List<Bytes32> vrfOutputs) implements TicketEvent {
    public TicketsGenerated {
      vrfOutputs = List.copyOf(vrfOutputs);
    }
  }

  /** Event 83. Sending or receiving a ticket failed (CE 131 or 132). */
  @Discriminator(83)
  @Failure
  record TicketTransferFailed(
      @U64 long timestamp,
      Bytes32 peer,
      ConnectionSide sender,
      @Json("from_proxy") boolean viaCe132,
      @Reason String reason) implements TicketEvent {}

  /** Event 84. A ticket was sent or received (CE 131 or 132). */
  @Discriminator(84)
  record TicketTransferred(
      @U64 long timestamp,
      Bytes32 peer,
      ConnectionSide sender,
      @Json("from_proxy") boolean viaCe132,
      @U32 long epoch,
      @U8 int attempt,
      @Json("id") Bytes32 vrfOutput) implements TicketEvent {}
}
