/** Tests of replays against a real log. */
@NullMarked
package org.jamtart.replay;

import org.jspecify.annotations.NullMarked;
