/**
 * How fast TART is. Every figure that can be is a part of a limit: of what the same machine does in the same run with
 * nothing of TART in the way.
 */
@NullMarked
package org.jamtart.benchmarks;

import org.jspecify.annotations.NullMarked;
