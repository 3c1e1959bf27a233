/** Guarantees: how many were made, sent and received, by whom, and why they were dropped. */
@NullMarked
package org.jamtart.query.guarantee;

import org.jspecify.annotations.NullMarked;
