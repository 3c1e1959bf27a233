/** Flush: everything that the sockets held at a moment is read and in the log. */
@NullMarked
package org.jamtart.gateway.flush;

import org.jspecify.annotations.NullMarked;
