/** The way to the log: records that are sent and not yet acknowledged, and the bound on their bytes. */
@NullMarked
package org.jamtart.gateway.publish;

import org.jspecify.annotations.NullMarked;
