package org.jamtart.log;

import tools.jackson.databind.annotation.JsonNaming;
import tools.jackson.databind.PropertyNamingStrategies;

/**
 * Why a session ended, and its totals as the gateway counted them.
 *
 * @param reason       why
 * @param complete     true when everything the node sent, up to its own orderly end, is in the log
 * @param frames       frames received
 * @param bytes        bytes of these frames, length prefixes included
 * @param malformed    frames of a known type that did not decode
 * @param unknown      frames of an unknown type
 * @param partialBytes bytes of an unfinished frame at the end, discarded
 */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
public record SessionEnd(EndReason reason, boolean complete, long frames, long bytes, long malformed,
    long unknown, int partialBytes) {}
