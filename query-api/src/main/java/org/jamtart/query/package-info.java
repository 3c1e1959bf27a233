/** The query API: rows in, answers out. It reads the tables and the log's positions, and writes neither. */
@NullMarked
package org.jamtart.query;

import org.jspecify.annotations.NullMarked;
