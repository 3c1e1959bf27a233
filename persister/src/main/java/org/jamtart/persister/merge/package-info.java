/** One row per thing that many nodes tell of, merged from the parts that the owners of the log's partitions write. */
@NullMarked
package org.jamtart.persister.merge;

import org.jspecify.annotations.NullMarked;
