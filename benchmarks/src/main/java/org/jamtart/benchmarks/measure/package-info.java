/** Measuring: alternation, spread, goals, and what else the machine was doing. */
@NullMarked
package org.jamtart.benchmarks.measure;

import org.jspecify.annotations.NullMarked;
