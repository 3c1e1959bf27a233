/** Who carries the load of data availability, and who is slow at it. */
@NullMarked
package org.jamtart.query.availability;

import org.jspecify.annotations.NullMarked;
