package org.jamtart.query.schema;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jamtart.query.problem.Problem;
import org.jamtart.store.Schema;
import org.springframework.http.HttpStatus;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerInterceptor;

/** Answers 503 for whoever needs the tables while they are not there. */
public final class SchemaInterceptor implements HandlerInterceptor {

  private final SchemaGate gate;

  public SchemaInterceptor(SchemaGate gate) {
    this.gate = gate;
  }

  @Override
  public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler) {
    if (!gate.isOpen() && handler instanceof HandlerMethod method
        && method.getBeanType().isAnnotationPresent(ReadsTables.class)) {
      throw Problem.of("schema-awaited", "The tables are not there yet", HttpStatus.SERVICE_UNAVAILABLE,
          gate.waitsFor()).with("schema_version", Schema.VERSION).asException();
    }
    return true;
  }
}
