package org.jamtart.benchmarks;

import org.slf4j.bridge.SLF4JBridgeHandler;
import picocli.CommandLine;

/** The program that {@code ./tart bench} runs. */
public final class Main {

  private Main() {}

  /** Runs the benchmarks that the arguments name, or all. */
  public static void main(String... arguments) {
    System.setProperty("logback.configurationFile", "logback-benchmarks.xml");
    System.setProperty("org.springframework.boot.logging.LoggingSystem", "none");
    SLF4JBridgeHandler.removeHandlersForRootLogger();
    SLF4JBridgeHandler.install();
    System.exit(new CommandLine(new BenchCommand()).execute(arguments));
  }
}
