/** Tests of the package of the same name. */
@NullMarked
package org.jamtart.persister.batch;

import org.jspecify.annotations.NullMarked;
