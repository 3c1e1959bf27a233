/** Waits for the tables, which the persister alone lays out. */
@NullMarked
package org.jamtart.query.schema;

import org.jspecify.annotations.NullMarked;
