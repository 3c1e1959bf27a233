/** Threads that look for work beside the intake, for as long as the process lives. */
@NullMarked
package org.jamtart.persister.worker;

import org.jspecify.annotations.NullMarked;
