/** Where the log is, and how far who has read it. */
@NullMarked
package org.jamtart.query.log;

import org.jspecify.annotations.NullMarked;
