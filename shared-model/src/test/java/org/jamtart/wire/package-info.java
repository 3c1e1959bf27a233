/** The wire, compared with vectors and with oracles that share no code with it. */
@NullMarked
package org.jamtart.wire;

import org.jspecify.annotations.NullMarked;
