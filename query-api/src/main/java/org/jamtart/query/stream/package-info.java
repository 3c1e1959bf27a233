/** What became of everything that each node sent, and whether it adds up. */
@NullMarked
package org.jamtart.query.stream;

import org.jspecify.annotations.NullMarked;
