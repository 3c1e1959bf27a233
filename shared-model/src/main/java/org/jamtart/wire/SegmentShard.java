package org.jamtart.wire;

/** One shard of one imported segment, or of a proof page when bit 15 of the segment id is set. */
@Tuple
public record SegmentShard(@U16 int segment, @U16 int shard) {}
