/** Ranges of the log that go through the tables again: who does it, from where, how fast. */
@NullMarked
package org.jamtart.persister.replay;

import org.jspecify.annotations.NullMarked;
