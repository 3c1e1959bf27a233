package org.jamtart.query.request;

import org.jamtart.query.problem.Problem;

/** Cores as requests write them: 0 to 65535. */
public final class CoreNumbers {

  private static final int CORES = 65_536;

  private CoreNumbers() {}

  /** Reads one, or refuses the request, naming the parameter. */
  public static int parse(String parameter, String text) {
    if (!text.matches("\\d{1,5}") || Integer.parseInt(text) >= CORES) {
      throw Problem.parameter(parameter, text, "a core from 0 to 65535").asException();
    }
    return Integer.parseInt(text);
  }
}
