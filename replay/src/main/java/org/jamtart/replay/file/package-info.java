/** A time range of the log as a file; {@code docs/log-format.md} has its layout. */
@NullMarked
package org.jamtart.replay.file;

import org.jspecify.annotations.NullMarked;
