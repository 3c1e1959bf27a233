/** How long the tables stood still, and how much memory was taken, while things went wrong. */
@NullMarked
package org.jamtart.chaos.measure;

import org.jspecify.annotations.NullMarked;
