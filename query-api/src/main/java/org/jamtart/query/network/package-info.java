/** The network as a whole: its constants, and who talks with whom. */
@NullMarked
package org.jamtart.query.network;

import org.jspecify.annotations.NullMarked;
