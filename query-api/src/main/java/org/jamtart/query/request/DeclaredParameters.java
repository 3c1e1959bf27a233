package org.jamtart.query.request;

import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.enums.ParameterIn;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.lang.reflect.Method;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import org.jamtart.query.problem.Problem;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerInterceptor;

/**
 * Refuses parameters that an endpoint does not have: a filter that is misspelt must not answer with everything. What it has is
 * what its OpenAPI annotations say, so the document cannot promise what is refused, nor the other way round.
 */
public final class DeclaredParameters implements HandlerInterceptor {

  private static final String GET = "GET";

  private final Map<Method, Set<String>> declared = new ConcurrentHashMap<>();

  @Override
  public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler) {
    if (handler instanceof HandlerMethod method
        && method.getBeanType().getPackageName().startsWith("org.jamtart.query")) {
      Set<String> known = declared.computeIfAbsent(method.getMethod(), DeclaredParameters::of);
      request.getParameterMap().forEach((name, values) -> {
        boolean everywhere = name.equals(Parameters.CONSISTENT) && !request.getMethod().equals("POST");
        if (!known.contains(name) && !everywhere) {
          throw Problem.unknownParameter(name, String.join("&", values), allowed(request, known))
              .asException();
        }
      });
    }
    return true;
  }

  private static String allowed(HttpServletRequest request, Set<String> known) {
    Set<String> names = new TreeSet<>(known);
    if (request.getMethod().equals(GET)) {
      names.add(Parameters.CONSISTENT);
    }
    return names.isEmpty() ? "none" : String.join(", ", names);
  }

  private static Set<String> of(Method method) {
    Set<String> names = new TreeSet<>();
    AnnotatedElementUtils
        .findMergedRepeatableAnnotations(method, Parameter.class,
            io.swagger.v3.oas.annotations.Parameters.class)
        .stream()
        .filter(parameter -> parameter.in() == ParameterIn.QUERY)
        .forEach(parameter -> names.add(parameter.name()));
    return names;
  }
}
