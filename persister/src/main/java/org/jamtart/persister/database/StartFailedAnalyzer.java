package org.jamtart.persister.database;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Says in one message why the persister does not start, instead of in a stack trace. */
final class StartFailedAnalyzer extends AbstractFailureAnalyzer<StartFailedException> {

  @Override
  protected FailureAnalysis analyze(Throwable rootFailure, StartFailedException cause) {
    return new FailureAnalysis(cause.getMessage(), cause.action(), cause);
  }
}
