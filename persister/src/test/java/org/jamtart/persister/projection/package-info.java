/** Tests of the package of the same name. */
@NullMarked
package org.jamtart.persister.projection;

import org.jspecify.annotations.NullMarked;
