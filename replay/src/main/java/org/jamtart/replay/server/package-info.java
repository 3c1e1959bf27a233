/** A time range of the log as the original connections to a JIP-3 server. */
@NullMarked
package org.jamtart.replay.server;

import org.jspecify.annotations.NullMarked;
