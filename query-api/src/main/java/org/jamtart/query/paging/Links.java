package org.jamtart.query.paging;

import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.web.util.UriComponentsBuilder;

/** Answers with one page of a list. */
public final class Links {

  private Links() {}

  /** The page, with an RFC 8288 link to the next one if there is any. */
  public static <T> ResponseEntity<T> page(HttpServletRequest request, T body, @Nullable String next) {
    var headers = new HttpHeaders();
    headers.setCacheControl("no-cache");
    return page(request, body, next, headers);
  }

  /** The same with other headers of its own. */
  public static <T> ResponseEntity<T> page(HttpServletRequest request, T body, @Nullable String next,
      HttpHeaders headers) {
    var answer = ResponseEntity.ok().headers(headers);
    if (next != null) {
      String uri = UriComponentsBuilder.fromPath(request.getRequestURI())
          .query(request.getQueryString())
          .replaceQueryParam("cursor", next)
          .build()
          .toUriString();
      answer.header(HttpHeaders.LINK, "<" + uri.replace(">", "%3E") + ">; rel=\"next\"");
    }
    return answer.body(body);
  }
}
