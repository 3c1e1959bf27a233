/** Makes what was accepted before a call readable after it. */
@NullMarked
package org.jamtart.query.flush;

import org.jspecify.annotations.NullMarked;
