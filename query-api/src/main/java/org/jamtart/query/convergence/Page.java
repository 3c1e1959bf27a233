package org.jamtart.query.convergence;

import jakarta.servlet.http.HttpServletRequest;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;
import org.jamtart.query.grafana.Span;
import org.jamtart.query.paging.Cursor;
import org.jamtart.query.paging.Fingerprint;
import org.jamtart.query.paging.Links;
import org.jamtart.query.request.Limit;
import org.jamtart.query.request.Query;
import org.jamtart.query.request.TimeRange;
import org.jamtart.query.request.Times;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * A page of rows in the order of a time and then of their keys. A cursor is the last row's time and how many rows of that time
 * were given; few things have the same microsecond.
 *
 * @param after where it begins: rows of that time, of which {@code skip} were given
 */
record Page(TimeRange range, Limit limit, Fingerprint filter, Instant after, int skip) {

  /** What every query of such a page ends in. */
  static final String ORDERED = " offset :skip limit :limit";

  /**
   * The page that a request asks for.
   *
   * @param now  the end of a range that has none
   * @param list name of the list and what it is filtered by
   */
  static Page of(Query query, Instant now, String list, Object... filter) {
    TimeRange range = Span.range(query, now);
    Fingerprint print = Fingerprint.of(list, List.of(filter), range.start() + "", query.text("end") + "");
    @Nullable
    Cursor cursor = Cursor.of(query, print);
    Limit limit = query.limit(SpreadAnswer.DEFAULT_LIMIT, SpreadAnswer.MOST);
    return cursor == null
        ? new Page(range, limit, print, range.from(), 0)
        : new Page(range, limit, print, Cursor.time(cursor.first()),
            (int) Math.clamp(cursor.second(), 0, Integer.MAX_VALUE));
  }

  /** Sets the parameters {@code after}, {@code end}, {@code skip} and {@code limit}: one row more than the page has. */
  JdbcClient.StatementSpec in(JdbcClient.StatementSpec statement) {
    return statement.param("after", Times.parameter(after))
        .param("end", Times.parameter(range.to()))
        .param("skip", skip)
        .param("limit", limit.value() + 1);
  }

  /**
   * The answer.
   *
   * @param rows  of the query, with one more than the page has if there is another page
   * @param time  of a row
   * @param since before which rows have been dropped; null for never
   */
  <T> ResponseEntity<List<T>> answer(HttpServletRequest request, List<T> rows, Function<T, Instant> time,
      @Nullable Instant since) {
    boolean more = rows.size() > limit.value();
    List<T> page = more ? rows.subList(0, limit.value()) : rows;
    @Nullable
    String next = more ? next(page, time) : null;
    ResponseEntity<List<T>> answer = Links.page(request, page, next);
    var headers = new HttpHeaders();
    headers.addAll(answer.getHeaders());
    headers.addAll(covered(range, since));
    if (limit.note() != null) {
      headers.set("Tart-Note", limit.note());
    }
    return ResponseEntity.ok().headers(headers).body(page);
  }

  private <T> String next(List<T> page, Function<T, Instant> time) {
    Instant last = time.apply(page.getLast());
    long given = page.reversed().stream().takeWhile(row -> time.apply(row).equals(last)).count();
    long before = given == page.size() && last.equals(after) ? skip : 0;
    return new Cursor(Times.micros(last), before + given, 0).text(filter);
  }

  /** Says what is covered. */
  static HttpHeaders covered(TimeRange range, @Nullable Instant since) {
    var headers = new HttpHeaders();
    headers.set("Tart-Range", range.from() + "/" + range.to());
    if (since != null && since.isAfter(range.from())) {
      headers.set("Tart-Complete-Since", since.toString());
    }
    return headers;
  }
}
