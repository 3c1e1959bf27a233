/** What each node says of itself: its newest reports, how it did minute by minute, how far its clock is off. */
@NullMarked
package org.jamtart.persister.node;

import org.jspecify.annotations.NullMarked;
