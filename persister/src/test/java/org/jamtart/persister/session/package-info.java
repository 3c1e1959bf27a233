/** Tests of the package of the same name. */
@NullMarked
package org.jamtart.persister.session;

import org.jspecify.annotations.NullMarked;
