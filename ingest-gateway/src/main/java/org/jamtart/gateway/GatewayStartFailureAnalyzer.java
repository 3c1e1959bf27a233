package org.jamtart.gateway;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Says in two lines, in place of a stack trace, what an operator has to change. */
final class GatewayStartFailureAnalyzer extends AbstractFailureAnalyzer<GatewayStartException> {

  @Override
  protected FailureAnalysis analyze(Throwable rootFailure, GatewayStartException cause) {
    return new FailureAnalysis(cause.getMessage(),
        "Stop what uses the port, or set tart.gateway.port, tart.gateway.proxy-port or tart.gateway.address.",
        cause);
  }
}
