@NullMarked
package org.jamtart.query.legacy;

import org.jspecify.annotations.NullMarked;
