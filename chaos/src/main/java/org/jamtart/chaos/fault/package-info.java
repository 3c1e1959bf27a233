/** What can go wrong, and how it is made to. */
@NullMarked
package org.jamtart.chaos.fault;

import org.jspecify.annotations.NullMarked;
