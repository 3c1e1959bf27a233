/** Who may change something. */
@NullMarked
package org.jamtart.query.access;

import org.jspecify.annotations.NullMarked;
