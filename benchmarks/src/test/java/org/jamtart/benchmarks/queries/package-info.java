/** What is asked, and what is told to the log beforehand. */
@NullMarked
package org.jamtart.benchmarks.queries;

import org.jspecify.annotations.NullMarked;
