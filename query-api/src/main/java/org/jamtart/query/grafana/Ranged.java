package org.jamtart.query.grafana;

import static java.lang.annotation.ElementType.ANNOTATION_TYPE;
import static java.lang.annotation.ElementType.METHOD;
import static java.lang.annotation.RetentionPolicy.RUNTIME;

import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.enums.ParameterIn;
import io.swagger.v3.oas.annotations.media.Schema;
import java.lang.annotation.Retention;
import java.lang.annotation.Target;

/** The answer is about a range of time, which must be given. */
@Target({METHOD, ANNOTATION_TYPE})
@Retention(RUNTIME)
@Parameter(name = "start", in = ParameterIn.QUERY, required = true, description = "First moment of the range, RFC 3339", schema = @Schema(type = "string", format = "date-time"))
@Parameter(name = "end", in = ParameterIn.QUERY, description = "First moment behind the range, RFC 3339; by default the moment up to which the log is stored", schema = @Schema(type = "string", format = "date-time"))
public @interface Ranged {

  /** What every such answer promises. */
  String COVERS = "Covers whole buckets of the counts: the headers `Tart-Range` and `Tart-Resolution-Seconds` say which, "
      + "`Tart-Complete-Since` since when nothing of it has been dropped. ";
}
