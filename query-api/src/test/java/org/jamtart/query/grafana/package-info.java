/** Figures over ranges of time, against counts that are written by hand. */
@NullMarked
package org.jamtart.query.grafana;

import org.jspecify.annotations.NullMarked;
