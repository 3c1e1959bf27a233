/** What is added up of how things spread, against the things themselves. */
@NullMarked
package org.jamtart.persister.convergence;

import org.jspecify.annotations.NullMarked;
