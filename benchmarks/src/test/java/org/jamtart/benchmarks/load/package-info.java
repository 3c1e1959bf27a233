/** What is sent. */
@NullMarked
package org.jamtart.benchmarks.load;

import org.jspecify.annotations.NullMarked;
