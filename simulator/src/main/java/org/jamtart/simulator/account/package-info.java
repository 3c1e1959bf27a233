/** The exact account of what was sent: the ground truth with which TART's answers can be compared. */
@NullMarked
package org.jamtart.simulator.account;

import org.jspecify.annotations.NullMarked;
