/** What becomes of work packages: on each guarantor, and all together. */
@NullMarked
package org.jamtart.persister.workpackage;

import org.jspecify.annotations.NullMarked;
