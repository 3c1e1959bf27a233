/** Tests of the package of the same name. */
@NullMarked
package org.jamtart.persister.database;

import org.jspecify.annotations.NullMarked;
