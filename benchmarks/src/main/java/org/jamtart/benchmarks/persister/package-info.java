/** The persister's writing against binary COPY into the same tables. */
@NullMarked
package org.jamtart.benchmarks.persister;

import org.jspecify.annotations.NullMarked;
