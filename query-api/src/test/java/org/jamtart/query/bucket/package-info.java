@NullMarked
package org.jamtart.query.bucket;

import org.jspecify.annotations.NullMarked;
