/** What an operator sees: whether it lives, whether it is ready, what worries it, its metrics. */
@NullMarked
package org.jamtart.persister.health;

import org.jspecify.annotations.NullMarked;
