/** Work packages: where they get lost, what takes long, and what became of each. */
@NullMarked
package org.jamtart.query.workpackage;

import org.jspecify.annotations.NullMarked;
