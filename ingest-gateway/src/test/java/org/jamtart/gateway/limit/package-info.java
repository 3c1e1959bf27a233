@NullMarked
package org.jamtart.gateway.limit;

import org.jspecify.annotations.NullMarked;
