/** Breaks TART on purpose and says what became of what it had accepted: {@code tart chaos} and {@code tart soak}. */
@NullMarked
package org.jamtart.chaos;

import org.jspecify.annotations.NullMarked;
