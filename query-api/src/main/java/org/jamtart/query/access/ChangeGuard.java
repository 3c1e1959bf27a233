package org.jamtart.query.access;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;
import org.jamtart.query.problem.Problem;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerInterceptor;

/**
 * Lets requests that change something pass with the token, or from loopback where no token is configured. What a proxy
 * has passed on is not from loopback, wherever the proxy is. Thread-safe.
 */
public final class ChangeGuard implements HandlerInterceptor {

  private static final String BEARER = "Bearer ";
  private static final List<String> PASSED_ON = List.of("Forwarded", "X-Forwarded-For", "X-Real-IP", "Via");

  private final ApiSettings settings;

  public ChangeGuard(ApiSettings settings) {
    this.settings = settings;
  }

  @Override
  public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler) {
    if (!(handler instanceof HandlerMethod method) || !method.hasMethodAnnotation(Changes.class)) {
      return true;
    }
    if (settings.token().isEmpty()) {
      if (!isLocal(request)) {
        throw Problem.of("not-local", "Only from loopback", HttpStatus.FORBIDDEN,
            "no token is configured, so this is taken from loopback alone: set tart.api.token").asException();
      }
    } else if (!hasToken(request.getHeader(HttpHeaders.AUTHORIZATION))) {
      response.setHeader(HttpHeaders.WWW_AUTHENTICATE, "Bearer");
      throw Problem.of("token-needed", "A token is needed", HttpStatus.UNAUTHORIZED,
          "send Authorization: Bearer with the token of tart.api.token").asException();
    }
    return true;
  }

  private boolean hasToken(@Nullable String authorization) {
    return authorization != null && authorization.startsWith(BEARER)
        && MessageDigest.isEqual(bytes(authorization.substring(BEARER.length()).strip()),
            bytes(settings.token()));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static boolean isLocal(HttpServletRequest request) {
    try {
      return PASSED_ON.stream().allMatch(name -> request.getHeader(name) == null)
          && InetAddress.getByName(request.getRemoteAddr()).isLoopbackAddress();
    } catch (UnknownHostException e) {
      return false;
    }
  }
}
