/** TART as its users run it: the command, real processes, real sockets, answers compared with what was sent. */
@NullMarked
package org.jamtart.system;

import org.jspecify.annotations.NullMarked;
