/** Partitions of the tables by time: made ahead and on demand, dropped whole when retention ends. */
@NullMarked
package org.jamtart.persister.partition;

import org.jspecify.annotations.NullMarked;
