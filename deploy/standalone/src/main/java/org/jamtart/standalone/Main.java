package org.jamtart.standalone;

import org.jamtart.embedded.StartupException;
import org.jamtart.simulator.SimulateCommand;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The command {@code tart}. */
@Command(name = "tart", mixinStandardHelpOptions = true, versionProvider = Version.class, description = "The telemetry backend of JAM networks.", synopsisSubcommandLabel = "COMMAND", subcommands = {
    UpCommand.class, FlushCommand.class, SimulateCommand.class, AdoptLogCommand.class,
    CommandLine.HelpCommand.class})
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
    System.exit(commandLine().execute(args));
  }

  static CommandLine commandLine() {
    return new CommandLine(new Main()).setOverwrittenOptionsAllowed(true)
        .setExecutionExceptionHandler((exception, command, parsed) -> {
          if (!(exception instanceof StartupException)) {
            throw exception;
          }
          command.getErr().println("tart: " + exception.getMessage());
          return CommandLine.ExitCode.SOFTWARE;
        });
  }
}
