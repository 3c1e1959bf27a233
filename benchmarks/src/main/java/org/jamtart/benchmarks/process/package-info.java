/** Processes that are measured: TART's services, Kafka, PostgreSQL, and the limits they are compared with. */
@NullMarked
package org.jamtart.benchmarks.process;

import org.jspecify.annotations.NullMarked;
