package org.jamtart.query.grafana;

import static java.lang.annotation.ElementType.METHOD;
import static java.lang.annotation.RetentionPolicy.RUNTIME;

import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.enums.ParameterIn;
import io.swagger.v3.oas.annotations.media.Schema;
import java.lang.annotation.Retention;
import java.lang.annotation.Target;

/** The answer is in buckets. */
@Target(METHOD)
@Retention(RUNTIME)
@Parameter(name = "interval", in = ParameterIn.QUERY, description = "Length of a bucket: 6s, 12s, 18s, 24s, 30s, 1m, 2m, 5m, 10m, 15m, "
    + "30m, 1h, 2h, 4h, 6h, 12h, 1d; another one means the next longer; below the resolution of the counts it is that", schema = @Schema(type = "string"))
public @interface Bucketed {}
