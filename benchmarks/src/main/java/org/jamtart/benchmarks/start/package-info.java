/** How long starting takes. */
@NullMarked
package org.jamtart.benchmarks.start;

import org.jspecify.annotations.NullMarked;
