package org.jamtart.query.convergence;

import static java.lang.annotation.ElementType.METHOD;
import static java.lang.annotation.RetentionPolicy.RUNTIME;

import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.enums.ParameterIn;
import io.swagger.v3.oas.annotations.media.Schema;
import java.lang.annotation.Retention;
import java.lang.annotation.Target;
import org.jamtart.query.grafana.Ranged;
import org.jamtart.query.request.Parameters.Paged;

/** The answer is an array of things that spread in a range of time, oldest first. */
@Ranged
@Paged
@Target(METHOD)
@Retention(RUNTIME)
@Parameter(name = "limit", in = ParameterIn.QUERY, description = "Entries of a page; more than the maximum is cut and said in the header `Tart-Note`", schema = @Schema(type = "integer", minimum = "1", maximum = "10000", defaultValue = "5000"))
@interface SpreadAnswer {

  int DEFAULT_LIMIT = 5_000;
  int MOST = 10_000;

  /** What every such answer promises. */
  String PAGED = "Oldest first; a page that is not the last has a `Link` to the next. `Tart-Range` says what is covered, "
      + "`Tart-Complete-Since` since when nothing of it has been dropped. ";

  /** What figures are. */
  String FIGURES = "The earliest report of each node counts, so `node_count` is of distinct nodes; percentiles are samples, in "
      + "milliseconds cut towards 0. With `skew=removed` the offsets of the nodes' clocks, as `/api/nodes/clock` estimates them for the "
      + "hour around and against the median node, are taken out; that is done when rows are merged, with what is known of the clocks then. ";
}
