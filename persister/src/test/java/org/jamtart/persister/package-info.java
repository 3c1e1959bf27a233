/** The persister against a real broker and a real database. */
@NullMarked
package org.jamtart.persister;

import org.jspecify.annotations.NullMarked;
