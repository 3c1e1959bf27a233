/** Where the log is and up to which moment it is stored, which decides what "now" means for an answer. */
@NullMarked
package org.jamtart.query.horizon;

import org.jspecify.annotations.NullMarked;
