@NullMarked
package org.jamtart.query.convergence;

import org.jspecify.annotations.NullMarked;
