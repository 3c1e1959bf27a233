package org.jamtart.query.problem;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;

/**
 * An answer that tells what is wrong, as RFC 9457 writes it ({@code application/problem+json}).
 *
 * @param type       what kind of problem, a URN that does not change
 * @param title      the same in words
 * @param status     the HTTP status
 * @param detail     what is wrong with this request, and what to do
 * @param parameter  which parameter, when it is one
 * @param value      what it was given
 * @param allowed    what it may be
 * @param properties more members of the object
 */
@Schema(description = "RFC 9457 problem details")
public record Problem(String type, String title, int status, String detail, @Nullable String parameter,
    @Nullable String value, @Nullable String allowed,
    @Schema(hidden = true) @JsonAnyGetter Map<String, Object> properties) {

  private static final int LONGEST_VALUE = 200;

  /** A parameter has a value that it may not have. */
  public static Problem parameter(String name, String value, String allowed) {
    return new Problem("urn:tart:problem:invalid-parameter", "A parameter has a value that is not allowed",
        HttpStatus.BAD_REQUEST.value(), name + " is '" + shorten(value) + "': it must be " + allowed, name,
        shorten(value), allowed, Map.of());
  }

  /** The endpoint has no such parameter. */
  public static Problem unknownParameter(String name, String value, String allowed) {
    return new Problem("urn:tart:problem:unknown-parameter", "There is no such parameter",
        HttpStatus.BAD_REQUEST.value(),
        "there is no parameter " + shorten(name) + " here: there are " + allowed,
        shorten(name), shorten(value), allowed, Map.of());
  }

  /** The path names something that is not there. */
  public static Problem notFound(String detail) {
    return of("not-found", "There is no such thing", HttpStatus.NOT_FOUND, detail);
  }

  /** A problem without a parameter. */
  public static Problem of(String kind, String title, HttpStatus status, String detail) {
    return new Problem("urn:tart:problem:" + kind, title, status.value(), detail, null, null, null, Map.of());
  }

  /** The same with one more member. */
  public Problem with(String name, Object value) {
    Map<String, Object> more = new LinkedHashMap<>(properties);
    more.put(name, value);
    return new Problem(type, title, status, detail, parameter, this.value, allowed, more);
  }

  /** The same as an exception, to leave a handler with. */
  public ProblemException asException() {
    return new ProblemException(this);
  }

  private static String shorten(String value) {
    return value.length() <= LONGEST_VALUE ? value : value.substring(0, LONGEST_VALUE) + "…";
  }
}
