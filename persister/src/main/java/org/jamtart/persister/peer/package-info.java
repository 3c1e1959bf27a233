/** What the nodes say of each other: who is connected to whom, and how much they exchange. */
@NullMarked
package org.jamtart.persister.peer;

import org.jspecify.annotations.NullMarked;
