/** Measuring arithmetic. */
@NullMarked
package org.jamtart.benchmarks.measure;

import org.jspecify.annotations.NullMarked;
