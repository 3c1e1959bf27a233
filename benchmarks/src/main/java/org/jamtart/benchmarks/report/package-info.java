/** What is told about figures: a table, JSON, and whether one of them became worse. */
@NullMarked
package org.jamtart.benchmarks.report;

import org.jspecify.annotations.NullMarked;
