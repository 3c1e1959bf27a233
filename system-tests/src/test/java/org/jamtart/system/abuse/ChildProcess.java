package org.jamtart.system.abuse;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.util.ArrayList;
import java.util.List;

/** {@link AttackMain} as a process of its own. */
public final class ChildProcess implements AutoCloseable {

  private final Process process;
  private final BufferedReader answers;
  private final Writer orders;

  private ChildProcess(Process process) throws IOException {
    this.process = process;
    this.answers = process.inputReader();
    this.orders = process.outputWriter();
    if (!"ready".equals(answers.readLine())) {
      throw new IOException("the process did not start");
    }
  }

  /**
   * What it did.
   *
   * @param cpuSeconds CPU time that it used
   * @param done       what was done, a second
   */
  public record Answer(double cpuSeconds, String done) {}

  /** Attackers of the gateway that listens on a port of loopback. */
  public static ChildProcess attack(int port) throws IOException {
    return start("attack", Integer.toString(port));
  }

  /** One that does nothing, which takes time. */
  public static ChildProcess spin() throws IOException {
    return start("spin");
  }

  private static ChildProcess start(String... arguments) throws IOException {
    List<String> command = new ArrayList<>(List.of(ProcessHandle.current().info().command().orElseThrow(),
        "-Xmx256m", "-XX:TieredStopAtLevel=1", "-cp",
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
        AttackMain.class.getName()));
    command.addAll(List.of(arguments));
    return new ChildProcess(
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start());
  }

  /** Gives an order and waits until it is done. */
  public Answer run(String order) throws IOException {
    orders.write(order + "\n");
    orders.flush();
    String line = answers.readLine();
    if (line == null) {
      throw new IOException("the process died");
    }
    int cut = line.indexOf(' ');
    return new Answer(Double.parseDouble(cut < 0 ? line : line.substring(0, cut)),
        cut < 0 ? "" : line.substring(cut));
  }

  @Override
  public void close() throws IOException {
    orders.close(); // the end of its input is its end
    process.destroy();
  }
}
