package org.jamtart.query.convergence;

import static java.lang.annotation.ElementType.METHOD;
import static java.lang.annotation.RetentionPolicy.RUNTIME;

import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.enums.ParameterIn;
import io.swagger.v3.oas.annotations.media.Schema;
import java.lang.annotation.Retention;
import java.lang.annotation.Target;
import java.util.List;
import org.jamtart.query.request.Query;

/** Whether figures have the skew of the nodes' clocks in them: the parameter {@code skew}. */
enum Skew {
  KEPT("offsets", "spread"), REMOVED("offsets_skewless", "spread_skewless");

  private final String offsets;
  private final String spread;

  Skew(String offsets, String spread) {
    this.offsets = offsets;
    this.spread = spread;
  }

  /** The endpoint has both. */
  @Target(METHOD)
  @Retention(RUNTIME)
  @Parameter(name = "skew", in = ParameterIn.QUERY, description = "`removed` takes the estimated skew of the nodes' clocks out of the figures", schema = @Schema(type = "string", allowableValues = {
      "kept", "removed"}, defaultValue = "kept"))
  @interface Choosable {}

  static Skew of(Query query) {
    return query.choice("skew", "kept", List.of("kept", "removed")).equals("removed") ? REMOVED : KEPT;
  }

  /** A query whose columns of figures are called {@code {offsets}} and {@code {spread}}. */
  String in(String sql) {
    return sql.replace("{offsets}", offsets).replace("{spread}", spread);
  }
}
