@NullMarked
package org.jamtart.gateway.publish;

import org.jspecify.annotations.NullMarked;
