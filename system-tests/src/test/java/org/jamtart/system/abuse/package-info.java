/** Nodes that mean harm, as a process of their own whose CPU time can be told from everybody else's. */
@NullMarked
package org.jamtart.system.abuse;

import org.jspecify.annotations.NullMarked;
