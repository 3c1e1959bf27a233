/** Time as the log and the tables have it: Unix microseconds. */
@NullMarked
package org.jamtart.persister.time;

import org.jspecify.annotations.NullMarked;
