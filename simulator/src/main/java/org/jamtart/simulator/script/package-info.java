/** How a sub-story is written down: who will say what and when, and which utterance refers to which. */
@NullMarked
package org.jamtart.simulator.script;

import org.jspecify.annotations.NullMarked;
