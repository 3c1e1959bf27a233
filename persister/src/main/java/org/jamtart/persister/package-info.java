/** The log in, rows out: reads runs of frames from Kafka and keeps them in PostgreSQL, exactly once. */
@NullMarked
package org.jamtart.persister;

import org.jspecify.annotations.NullMarked;
