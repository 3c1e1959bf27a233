/** What goes into a service that is to have a clock which jumps; it is loaded there, and uses nothing else from here. */
@NullMarked
package org.jamtart.chaos.clock;

import org.jspecify.annotations.NullMarked;
