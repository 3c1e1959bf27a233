/**
 * The directory that holds what an instance keeps: made, checked and locked before anything is started in it.
 */
@NullMarked
package org.jamtart.embedded.datadir;

import org.jspecify.annotations.NullMarked;
