package org.jamtart.benchmarks.gateway;

import java.util.concurrent.TimeUnit;
import org.jamtart.benchmarks.measure.Bench;
import org.jamtart.benchmarks.measure.Rates;
import org.jamtart.benchmarks.process.Jvm;
import org.jamtart.embedded.LoopbackPort;

/** A process that reads its sockets and throws away what it read: the limit of any server of the same connections. */
final class DiscardServer implements AutoCloseable {

  private static final long POLL_MILLIS = 20;

  private final int port;
  private final Jvm process;

  private DiscardServer(int port, Jvm process) {
    this.port = port;
    this.process = process;
  }

  /** Starts it, with a heap of so many megabytes, and returns when it listens. */
  static DiscardServer start(Bench bench, int heap) {
    int port = LoopbackPort.choose("the discard server", 0);
    var server = new DiscardServer(port, Jvm.start(bench.directory(), "discard", Jvm.options(heap),
        Discard.class, String.valueOf(port)));
    server.process.awaitLine("ready");
    return server;
  }

  /** Where it listens. */
  int port() {
    return port;
  }

  /** How fast it reads what is sent, to the last byte. */
  Rates rates(Rates.Work send) {
    return new Rates(() -> {
      long frames = send.events();
      awaitStill();
      return frames;
    }, process::cpuSeconds, () -> 0);
  }

  private void awaitStill() throws InterruptedException {
    String before = "";
    for (String now = process.ask("?"); !now.equals(before); now = process.ask("?")) {
      before = now;
      TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
    }
  }

  @Override
  public void close() {
    process.close();
  }
}
