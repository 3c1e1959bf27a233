/** What is sent: the simulator's mix of events, told beforehand, and connections that send it. */
@NullMarked
package org.jamtart.benchmarks.load;

import org.jspecify.annotations.NullMarked;
