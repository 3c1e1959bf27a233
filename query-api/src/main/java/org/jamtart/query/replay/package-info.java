/** Ranges of the log that go through the tables again: asked for, shown, cancelled, continued. */
@NullMarked
package org.jamtart.query.replay;

import org.jspecify.annotations.NullMarked;
