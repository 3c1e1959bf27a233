/** Tests of the package of the same name. */
@NullMarked
package org.jamtart.persister.replay.rebuild;

import org.jspecify.annotations.NullMarked;
