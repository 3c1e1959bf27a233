/** The management port: health, metrics, flush. */
@NullMarked
package org.jamtart.gateway.management;

import org.jspecify.annotations.NullMarked;
