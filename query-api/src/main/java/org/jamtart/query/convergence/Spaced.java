package org.jamtart.query.convergence;

import static java.lang.annotation.ElementType.METHOD;
import static java.lang.annotation.RetentionPolicy.RUNTIME;

import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.enums.ParameterIn;
import io.swagger.v3.oas.annotations.media.Schema;
import java.lang.annotation.Retention;
import java.lang.annotation.Target;
import org.jamtart.query.problem.Problem;
import org.jamtart.query.request.Query;

/** The answer can be in buckets of time, which are not paged. */
@Target(METHOD)
@Retention(RUNTIME)
@Parameter(name = "interval", in = ParameterIn.QUERY, description = "Buckets of time instead of single things: 6s, 12s, 18s, 24s, 30s, 1m, 2m, 5m, 10m, "
    + "15m, 30m, 1h, 2h, 4h, 6h, 12h, 1d; another one means the next longer", schema = @Schema(type = "string"))
@interface Spaced {

  /** What does not go together. */
  final class Refusal {

    private Refusal() {}

    /** Buckets are all there: a cursor or a limit would be ignored. */
    static void ofPages(Query query) {
      for (String name : new String[]{"cursor", "limit"}) {
        String value = query.text(name);
        if (value != null) {
          throw Problem.parameter(name, value, "left out with interval, whose buckets are not paged")
              .asException();
        }
      }
    }
  }
}
