/** What was sent, what was accepted and what is stored, each read by plain means: nothing here knows the code that it judges. */
@NullMarked
package org.jamtart.chaos.judge;

import org.jspecify.annotations.NullMarked;
