/** What transactions have to add to tables that add up: written as one row, and added soon, that of many transactions together. */
@NullMarked
package org.jamtart.persister.pending;

import org.jspecify.annotations.NullMarked;
