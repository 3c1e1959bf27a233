/** A time range of the log again: read, played to a server, written to a file and read from one. */
@NullMarked
package org.jamtart.replay;

import org.jspecify.annotations.NullMarked;
