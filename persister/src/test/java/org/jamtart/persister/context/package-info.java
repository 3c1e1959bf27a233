/** Tests of what events have from earlier ones. */
@NullMarked
package org.jamtart.persister.context;

import org.jspecify.annotations.NullMarked;
