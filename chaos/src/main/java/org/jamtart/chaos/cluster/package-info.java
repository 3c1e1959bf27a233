/** All of TART as processes that can be killed: services from their jars, a broker, a PostgreSQL, and the wires between them. */
@NullMarked
package org.jamtart.chaos.cluster;

import org.jspecify.annotations.NullMarked;
