/**
 * The older surface that a terminal client and a load test still ask for: thin views of the projections that the current surface
 * shows better. Nothing new comes here; each operation names its successor.
 */
@NullMarked
package org.jamtart.query.legacy;

import org.jspecify.annotations.NullMarked;
