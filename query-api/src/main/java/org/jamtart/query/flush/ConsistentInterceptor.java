package org.jamtart.query.flush;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import org.jamtart.query.request.Parameters;
import org.jamtart.query.request.Query;
import org.springframework.web.servlet.HandlerInterceptor;

/** Flushes before a GET that asks for it by {@code consistent=true}. */
public final class ConsistentInterceptor implements HandlerInterceptor {

  private final Flusher flusher;
  private final Duration timeout;

  /** @param timeout how long such a GET may wait */
  public ConsistentInterceptor(Flusher flusher, Duration timeout) {
    this.flusher = flusher;
    this.timeout = timeout;
  }

  @Override
  public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler) {
    if (!request.getMethod().equals("POST")
        && Query.of(request.getParameterMap()).isTrue(Parameters.CONSISTENT)) {
      flusher.flush(timeout);
    }
    return true;
  }
}
