package org.jamtart.query.shared;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Makes one answer for all who ask the same thing at the same time, as the browsers do that show a dashboard: what that costs does
 * not depend on how many there are. An answer is given only to those who asked before it was begun, unless it says itself that it may
 * be kept ({@link Keeping}).
 */
@Component
@Order(Ordered.LOWEST_PRECEDENCE)
final class SharedAnswers extends OncePerRequestFilter {

  private static final String STREAM = "/stream";
  /** Headers that answers may depend on; of those that proxies add, not the one that tells who asks. */
  private static final Set<String> THAT_MATTER = Set.of("accept", "origin", "host", "forwarded", "range",
      "x-forwarded-host", "x-forwarded-port", "x-forwarded-proto", "x-forwarded-prefix", "x-forwarded-ssl");
  private static final String FLUSH = "/api/flush";
  /** What kept answers may take, bytes: a dozen of the longest. */
  private static final long MEMORY = 32 << 20;

  private final Turns<Asked, @Nullable Answer> turns = new Turns<>();
  private final Cache<Asked, Answer> kept = Caffeine.newBuilder()
      .maximumWeight(MEMORY)
      .weigher((Asked asked, Answer answer) -> answer.body.size())
      .expireAfter(Expiry.creating((Asked asked, Answer answer) -> answer.keep))
      .build();
  private final AtomicLong flushes = new AtomicLong();

  /** What is asked for: answers to equal ones are the same. */
  private record Asked(String path, @Nullable String query, List<String> headers) {

    static Asked of(HttpServletRequest request) {
      List<String> headers = new ArrayList<>();
      for (String name : Collections.list(request.getHeaderNames())) {
        String known = name.toLowerCase(Locale.ROOT);
        if (THAT_MATTER.contains(known) || known.startsWith("if-")) {
          headers.add(name + "=" + Collections.list(request.getHeaders(name)));
        }
      }
      Collections.sort(headers);
      return new Asked(request.getRequestURI(), request.getQueryString(), headers);
    }
  }

  /**
   * An answer as it was made.
   *
   * @param keep for how long it may be given to others
   */
  private record Answer(int status, Map<String, Collection<String>> headers, Pieces body, Duration keep) {

    /** Null for what went wrong, and for what has been sent already: that is not for others. */
    static @Nullable Answer of(KeptResponse response) {
      if (response.getStatus() != HttpServletResponse.SC_OK || response.isCommitted()) {
        return null;
      }
      Map<String, Collection<String>> headers = new LinkedHashMap<>();
      response.getHeaderNames().forEach(name -> headers.put(name, List.copyOf(response.getHeaders(name))));
      return new Answer(response.getStatus(), headers, response.body(),
          Duration.ofSeconds(Keeping.seconds(response.getHeader(HttpHeaders.CACHE_CONTROL))));
    }

    void write(HttpServletResponse response) throws IOException {
      response.setStatus(status);
      headers.forEach((name, values) -> values.forEach(value -> response.addHeader(name, value)));
      response.setContentLength(body.size());
      body.writeTo(response.getOutputStream());
    }
  }

  @Override
  protected boolean shouldNotFilter(HttpServletRequest request) {
    String path = request.getRequestURI();
    return !request.getMethod().equals("GET") && !path.equals(FLUSH) || !path.startsWith("/api/")
        || path.endsWith(STREAM) || path.equals("/api/ws");
  }

  @Override
  protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    if (!request.getMethod().equals("GET")) {
      chain.doFilter(request, response);
      flushes.incrementAndGet();
      kept.invalidateAll();
      return;
    }
    Asked asked = Asked.of(request);
    Answer known = kept.getIfPresent(asked);
    if (known != null) {
      known.write(response);
      return;
    }
    var made = new KeptResponse(response);
    var isMaker = new AtomicBoolean();
    @Nullable
    Answer answer;
    try {
      answer = turns.take(asked, () -> {
        isMaker.set(true);
        long before = flushes.get();
        chain.doFilter(request, made);
        Answer whole = Answer.of(made);
        keep(asked, whole, before);
        return whole;
      });
    } catch (ServletException | IOException | RuntimeException e) {
      throw e;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    } catch (Exception e) {
      answer = null; // of the one who made it; who waited for that makes another
    }
    if (isMaker.get()) {
      made.send();
    } else if (answer == null) {
      chain.doFilter(request, response);
    } else {
      answer.write(response);
    }
  }

  /** Nothing that was begun before a flush ended is kept beyond it. */
  private void keep(Asked asked, @Nullable Answer answer, long flushesBefore) {
    if (answer != null && answer.keep.isPositive()) {
      kept.put(asked, answer);
      if (flushes.get() != flushesBefore) {
        kept.invalidate(asked);
      }
    }
  }
}
