/** What understanding bytes costs, by JMH. */
@NullMarked
package org.jamtart.benchmarks.wire;

import org.jspecify.annotations.NullMarked;
