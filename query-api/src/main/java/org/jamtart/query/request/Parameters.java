package org.jamtart.query.request;

import static java.lang.annotation.ElementType.ANNOTATION_TYPE;
import static java.lang.annotation.ElementType.METHOD;
import static java.lang.annotation.RetentionPolicy.RUNTIME;

import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.enums.ParameterIn;
import io.swagger.v3.oas.annotations.media.Schema;
import java.lang.annotation.Retention;
import java.lang.annotation.Target;

/** Parameters that several endpoints share, as OpenAPI describes them. */
public final class Parameters {

  /** Asks for a flush before the answer; every GET has it. */
  public static final String CONSISTENT = "consistent";

  private Parameters() {}

  /** The endpoint's list goes on behind a cursor. */
  @Target({METHOD, ANNOTATION_TYPE})
  @Retention(RUNTIME)
  @Parameter(name = "cursor", in = ParameterIn.QUERY, description = "`next` of the page before, with the same filters", schema = @Schema(type = "string"))
  public @interface Paged {}

  /** The endpoint's list can be cut to a range of time. */
  @Target({METHOD, ANNOTATION_TYPE})
  @Retention(RUNTIME)
  @Parameter(name = "start", in = ParameterIn.QUERY, description = "First moment of the range, RFC 3339", schema = @Schema(type = "string", format = "date-time"))
  @Parameter(name = "end", in = ParameterIn.QUERY, description = "First moment behind the range, RFC 3339", schema = @Schema(type = "string", format = "date-time"))
  @Parameter(name = "start_time", in = ParameterIn.QUERY, deprecated = true, description = "The same as `start`", schema = @Schema(type = "string", format = "date-time"))
  @Parameter(name = "end_time", in = ParameterIn.QUERY, deprecated = true, description = "The same as `end`", schema = @Schema(type = "string", format = "date-time"))
  public @interface Ranged {}
}
