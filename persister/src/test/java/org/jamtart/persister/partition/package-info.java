/** Tests of the package of the same name. */
@NullMarked
package org.jamtart.persister.partition;

import org.jspecify.annotations.NullMarked;
