/** How long requests between nodes took: percentiles over time, from histograms kept at ingestion. */
@NullMarked
package org.jamtart.query.latency;

import org.jspecify.annotations.NullMarked;
