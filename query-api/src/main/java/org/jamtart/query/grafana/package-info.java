/** The surface under {@code /api/grafana}, which dashboards know: figures over ranges of time, from counts kept at ingestion. */
@NullMarked
package org.jamtart.query.grafana;

import org.jspecify.annotations.NullMarked;
