/** The Kafka side: consumers, rebalances, commits, and patience when the database is away. */
@NullMarked
package org.jamtart.persister.intake;

import org.jspecify.annotations.NullMarked;
