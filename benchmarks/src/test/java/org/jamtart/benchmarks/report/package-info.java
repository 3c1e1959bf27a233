/** Verdicts and files. */
@NullMarked
package org.jamtart.benchmarks.report;

import org.jspecify.annotations.NullMarked;
