/**
 * What is said right now: one reader follows the log and keeps the newest batches; every client is a place in them, so that a
 * slow one holds nobody up. Clients that want older events read the log themselves until they have come up to the batches.
 */
@NullMarked
package org.jamtart.query.live;

import org.jspecify.annotations.NullMarked;
