/** Who audited, and how long it took to get the bundle. */
@NullMarked
package org.jamtart.query.audit;

import org.jspecify.annotations.NullMarked;
