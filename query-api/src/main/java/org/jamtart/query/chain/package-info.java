/** What only the chain itself knows, which telemetry does not tell. */
@NullMarked
package org.jamtart.query.chain;

import org.jspecify.annotations.NullMarked;
