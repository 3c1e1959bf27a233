/** What adds up, built again beside the live tables and exchanged with their rows. */
@NullMarked
package org.jamtart.persister.replay.rebuild;

import org.jspecify.annotations.NullMarked;
