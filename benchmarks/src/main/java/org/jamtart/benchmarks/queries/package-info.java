/** How fast every question of the query API is answered while events come in, and whether that depends on how many there are. */
@NullMarked
package org.jamtart.benchmarks.queries;

import org.jspecify.annotations.NullMarked;
