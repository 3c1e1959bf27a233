/** The moment of the tables that an answer is read from. */
@NullMarked
package org.jamtart.query.snapshot;

import org.jspecify.annotations.NullMarked;
