/** A time range of the log: where it lies in each partition, and its records. */
@NullMarked
package org.jamtart.replay.range;

import org.jspecify.annotations.NullMarked;
