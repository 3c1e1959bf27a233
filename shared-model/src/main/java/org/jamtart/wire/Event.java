package org.jamtart.wire;

/**
 * An event of JIP-3: one of 115 kinds, grouped in interfaces as the specification groups them.
 *
 * <p>
 * The record of an event <em>is</em> the specification of its layout: its components stand in wire order,
 * their types and annotations say the encoding, and {@link Layouts} derives every operation from that. On
 * the wire the discriminator follows the timestamp, which is why that comes first everywhere.
 */
public sealed interface Event permits MetaEvent, StatusEvent, NetworkingEvent, BlockAuthoringEvent,
    BlockDistributionEvent, TicketEvent, GuaranteeingEvent, AvailabilityEvent, BundleRecoveryEvent,
    SegmentRecoveryEvent, PreimageEvent {

  /**
   * When it happened by the node's clock: microseconds of the JAM Common Era, an unsigned 64-bit number
   * ({@link JamTime}).
   */
  long timestamp();
}
