/** The gateway against a bare producer, and against a server that reads and discards. */
@NullMarked
package org.jamtart.benchmarks.gateway;

import org.jspecify.annotations.NullMarked;
