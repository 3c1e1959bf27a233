package org.jamtart.query.problem;

import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.QueryTimeoutException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.transaction.TransactionException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.context.request.WebRequest;
import org.springframework.web.servlet.mvc.method.annotation.ResponseEntityExceptionHandler;

/** Makes every failure of a request a problem, the framework's own included. */
@RestControllerAdvice
public final class ProblemAdvice extends ResponseEntityExceptionHandler {

  private static final Logger log = LoggerFactory.getLogger(ProblemAdvice.class);
  private static final String RETRY_SECONDS = "5";

  @ExceptionHandler
  ResponseEntity<Object> problem(ProblemException e) {
    return answer(e.problem(), new HttpHeaders());
  }

  @ExceptionHandler
  ResponseEntity<Object> slow(QueryTimeoutException e) {
    log.warn("event=query-too-slow cause=\"{}\"", e.getMostSpecificCause().getMessage());
    return answer(Problem.of("too-slow", "The database took too long", HttpStatus.SERVICE_UNAVAILABLE,
        "the database did not answer within the statement timeout: ask for a shorter range or try again"),
        new HttpHeaders());
  }

  @ExceptionHandler({DataAccessException.class, TransactionException.class})
  ResponseEntity<Object> database(Exception e) {
    log.warn("event=database-failed", e);
    return answer(Problem.of("database-unavailable", "The database does not answer",
        HttpStatus.SERVICE_UNAVAILABLE, "the tables cannot be read now: try again"), new HttpHeaders());
  }

  @ExceptionHandler
  ResponseEntity<Object> bug(RuntimeException e) {
    log.error("event=request-failed", e);
    return answer(Problem.of("internal", "The request failed", HttpStatus.INTERNAL_SERVER_ERROR,
        "the request failed for a reason that is not its own: the log of the query API has it"),
        new HttpHeaders());
  }

  /** What the framework refuses: unknown path, wrong method, no acceptable media type. */
  @Override
  protected ResponseEntity<Object> handleExceptionInternal(Exception e, @Nullable Object body,
      HttpHeaders headers,
      HttpStatusCode code, WebRequest request) {
    HttpStatus status = HttpStatus.valueOf(code.value());
    return answer(
        Problem.of(status.name().toLowerCase(Locale.ROOT).replace('_', '-'), status.getReasonPhrase(),
            status, String.valueOf(e.getMessage())),
        headers);
  }

  private static ResponseEntity<Object> answer(Problem problem, HttpHeaders headers) {
    var answer = ResponseEntity.status(problem.status())
        .headers(headers)
        .header(HttpHeaders.CACHE_CONTROL, "no-store")
        .contentType(MediaType.APPLICATION_PROBLEM_JSON);
    if (problem.status() == HttpStatus.SERVICE_UNAVAILABLE.value()) {
      answer.header(HttpHeaders.RETRY_AFTER, RETRY_SECONDS);
    }
    return answer.body(problem);
  }
}
