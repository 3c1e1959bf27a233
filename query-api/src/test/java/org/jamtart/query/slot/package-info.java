@NullMarked
package org.jamtart.query.slot;

import org.jspecify.annotations.NullMarked;
