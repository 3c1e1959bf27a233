package org.jamtart.gateway.session;

import io.netty.channel.EventLoop;
import java.util.concurrent.RejectedExecutionException;

/** Work for an event loop, from any thread. */
final class Loops {

  private Loops() {}

  /** Runs it there later; not at all once the loop is shut down, since all that it served is gone then. */
  static void run(EventLoop loop, Runnable work) {
    try {
      loop.execute(work);
    } catch (RejectedExecutionException e) {
      if (!loop.isShuttingDown()) {
        throw e;
      }
    }
  }
}
