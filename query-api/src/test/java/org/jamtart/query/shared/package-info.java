@NullMarked
package org.jamtart.query.shared;

import org.jspecify.annotations.NullMarked;
