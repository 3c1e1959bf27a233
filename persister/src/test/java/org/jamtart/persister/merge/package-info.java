/** Tests of the package of the same name. */
@NullMarked
package org.jamtart.persister.merge;

import org.jspecify.annotations.NullMarked;
