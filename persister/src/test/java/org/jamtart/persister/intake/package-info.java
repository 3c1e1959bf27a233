/** Tests of the package of the same name. */
@NullMarked
package org.jamtart.persister.intake;

import org.jspecify.annotations.NullMarked;
