/** All of TART together, each service in a process of its own: how long events take, and how many it sustains. */
@NullMarked
package org.jamtart.benchmarks.pipeline;

import org.jspecify.annotations.NullMarked;
