/**
 * JIP-3, the telemetry protocol of JAM nodes: values, events, node information, and what can be done with
 * their bytes.
 */
@NullMarked
package org.jamtart.wire;

import org.jspecify.annotations.NullMarked;
