/** What people read by SQL. */
@NullMarked
package org.jamtart.query.sql;

import org.jspecify.annotations.NullMarked;
