/** Answers that several clients ask for at once are made once. */
@NullMarked
package org.jamtart.query.shared;

import org.jspecify.annotations.NullMarked;
