/** Whether TART works: for load balancers, operators and Prometheus. */
@NullMarked
package org.jamtart.query.health;

import org.jspecify.annotations.NullMarked;
