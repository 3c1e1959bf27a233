/** Where the tables stand in the log: the rows that make every record count exactly once. */
@NullMarked
package org.jamtart.persister.position;

import org.jspecify.annotations.NullMarked;
