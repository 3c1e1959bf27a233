package org.jamtart.wire;

/** What the stream says about itself. JIP-3, "Meta events". */
public sealed interface MetaEvent extends Event {

  /** Event 0. Stands for events that the node could not send; its timestamp is that of the first of them. */
  @Discriminator(0)
  record Dropped(
      @U64 long timestamp,
      @U64 long lastTimestamp,
      @Json("num") @U64 long numDropped) implements MetaEvent {}
}
