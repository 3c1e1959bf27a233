package org.jamtart.simulator;

import picocli.CommandLine;

/** Starts {@link SimulateCommand} as a program of its own. */
public final class Main {

  private Main() {}

  /** @param args as {@code tart simulate} takes them */
  public static void main(String[] args) {
    System.exit(new CommandLine(new SimulateCommand()).execute(args));
  }
}
