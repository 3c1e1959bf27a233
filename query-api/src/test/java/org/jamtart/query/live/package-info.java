/** Live streams against their clients. */
@NullMarked
package org.jamtart.query.live;

import org.jspecify.annotations.NullMarked;
