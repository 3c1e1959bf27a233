package org.jamtart.persister.position;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Says in one message why the persister does not start on this log, instead of in a stack trace. */
final class LogRefusedAnalyzer extends AbstractFailureAnalyzer<LogRefusedException> {

  @Override
  protected FailureAnalysis analyze(Throwable rootFailure, LogRefusedException cause) {
    return new FailureAnalysis(cause.problem(), LogRefusedException.ACTION, cause);
  }
}
