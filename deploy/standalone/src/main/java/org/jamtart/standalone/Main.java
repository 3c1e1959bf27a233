package org.jamtart.standalone;

import java.io.IOException;
import org.jamtart.embedded.StartupException;
import org.jamtart.replay.ReplayException;
import org.jamtart.simulator.SimulateCommand;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The command {@code tart}. */
@Command(name = "tart", mixinStandardHelpOptions = true, versionProvider = Version.class, description = "The telemetry backend of JAM networks.", synopsisSubcommandLabel = "COMMAND", footer = {
    "",
    "In a checkout, two more commands break TART on purpose: chaos and soak (docs/reliability.md)."}, subcommands = {
        UpCommand.class, FlushCommand.class, QuarantineCommand.class, SimulateCommand.class,
        ReplayCommand.class, ExportCommand.class, ImportCommand.class, AdoptLogCommand.class,
        TrainCommand.class,
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
          if (exception instanceof IOException) {
            command.getErr().println("tart: " + exception);
            return CommandLine.ExitCode.SOFTWARE;
          }
          if (!(exception instanceof StartupException || exception instanceof ReplayException)) {
            throw exception;
          }
          command.getErr().println("tart: " + exception.getMessage());
          return CommandLine.ExitCode.SOFTWARE;
        });
  }
}
