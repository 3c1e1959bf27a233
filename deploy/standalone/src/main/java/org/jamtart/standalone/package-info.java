/**
 * All of TART in one process, on an embedded Kafka broker and an embedded PostgreSQL whose data stay on disk: what
 * {@code ./tart} runs.
 */
@NullMarked
package org.jamtart.standalone;

import org.jspecify.annotations.NullMarked;
