package org.jamtart.gateway.session;

import io.netty.channel.EventLoop;
import java.net.InetSocketAddress;
import java.util.function.IntSupplier;

/** What a connection needs of its TCP socket. To be used on its event loop. */
interface Socket {

  EventLoop loop();

  /** Where it comes from, as TCP says. */
  InetSocketAddress remote();

  /** Asks this one before every read how many bytes that may take; 0 for none. */
  void gate(IntSupplier allowance);

  /** Whether to read when there is something. */
  void reading(boolean on);

  /** Reads now; what comes is handed over before this returns. */
  void readNow();

  /** Whether the last read found that there was no more. */
  boolean emptied();

  /** How many bytes the kernel may hold for it. */
  int receiveBuffer();

  /** Tells the node that nothing comes any more, so that it may go elsewhere. */
  void shutdownOutput();

  void close();
}
