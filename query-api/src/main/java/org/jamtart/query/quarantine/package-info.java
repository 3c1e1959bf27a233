/** Messages that did not decode: what, why, from whom, with their bytes. */
@NullMarked
package org.jamtart.query.quarantine;

import org.jspecify.annotations.NullMarked;
