/** Cores: what is done on each, how well, and by whom. */
@NullMarked
package org.jamtart.query.core;

import org.jspecify.annotations.NullMarked;
