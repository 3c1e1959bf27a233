package org.jamtart.chaos;

import org.jamtart.embedded.StartupException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The commands of {@code tart} that break things. */
@Command(name = "tart", mixinStandardHelpOptions = true, description = "Breaks a running TART and says what became of what it had accepted.", synopsisSubcommandLabel = "COMMAND", subcommands = {
    ChaosCommand.class, SoakCommand.class})
public final class Main implements Runnable {

  @Spec
  @SuppressWarnings("NullAway.Init") // set by picocli
  private CommandSpec spec;

  /** Without a subcommand: says which there are. */
  @Override
  public void run() {
    spec.commandLine().usage(System.out);
  }

  public static void main(String... args) {
    System.setProperty("logback.configurationFile", "logback-chaos.xml");
    System.exit(new CommandLine(new Main()).setOverwrittenOptionsAllowed(true)
        .setExecutionExceptionHandler((exception, command, parsed) -> {
          if (!(exception instanceof StartupException)) {
            throw exception;
          }
          command.getErr().println("tart: " + exception.getMessage());
          return CommandLine.ExitCode.SOFTWARE;
        })
        .execute(args));
  }
}
