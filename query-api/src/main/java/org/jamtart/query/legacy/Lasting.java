package org.jamtart.query.legacy;

import static java.lang.annotation.ElementType.METHOD;
import static java.lang.annotation.RetentionPolicy.RUNTIME;

import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.enums.ParameterIn;
import io.swagger.v3.oas.annotations.media.Schema;
import java.lang.annotation.Retention;
import java.lang.annotation.Target;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import org.jamtart.query.problem.Problem;
import org.jamtart.query.request.Query;
import org.jamtart.query.request.TimeRange;
import org.jspecify.annotations.Nullable;

/** The answer is about the time before now, of one of a few lengths. */
@Target(METHOD)
@Retention(RUNTIME)
@Parameter(name = "duration", in = ParameterIn.QUERY, description = "How far to look back: 5m, 15m, 1h, 6h or 24h", schema = @Schema(type = "string", allowableValues = {
    "5m", "15m", "1h", "6h", "24h"}))
@interface Lasting {

  /** Reads the parameter {@code duration}. */
  final class Back {

    private static final Map<String, Duration> LENGTHS = new TreeMap<>(
        Map.of("5m", Duration.ofMinutes(5), "15m", Duration.ofMinutes(15), "1h", Duration.ofHours(1), "6h",
            Duration.ofHours(6), "24h", Duration.ofHours(24)));

    private Back() {}

    /** The time up to now. */
    static TimeRange of(Query query, String otherwise, Instant now) {
      return new TimeRange(now.minus(length(query, otherwise)), now);
    }

    private static Duration length(Query query, String otherwise) {
      @Nullable
      String text = query.text("duration");
      @Nullable
      Duration length = LENGTHS.get(text == null ? otherwise : text);
      if (length == null) {
        throw Problem.parameter("duration", String.valueOf(text), "5m, 15m, 1h, 6h or 24h").asException();
      }
      return length;
    }
  }
}
