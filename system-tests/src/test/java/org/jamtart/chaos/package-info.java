/** The short form of what breaks TART; it is here to run beside other tests of the whole, while it waits for recoveries. */
@NullMarked
package org.jamtart.chaos;

import org.jspecify.annotations.NullMarked;
