/** The nodes and sessions that this persister knows: their numbers, and where each session's frames stand. */
@NullMarked
package org.jamtart.persister.session;

import org.jspecify.annotations.NullMarked;
