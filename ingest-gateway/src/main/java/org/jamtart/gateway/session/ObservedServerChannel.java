package org.jamtart.gateway.session;

import io.netty.channel.socket.nio.NioServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.List;

/** A listening socket that tells whether its accept queue was empty, and can be made to accept now. On its event loop. */
final class ObservedServerChannel extends NioServerSocketChannel {

  private boolean emptied;
  private long accepted;

  @Override
  protected int doReadMessages(List<Object> into) throws Exception {
    SocketChannel socket = javaChannel().accept();
    emptied = socket == null;
    if (socket == null) {
      return 0;
    }
    accepted++;
    into.add(new ObservedSocketChannel(this, socket));
    return 1;
  }

  /**
   * Accepts what waits: until there is nothing more, or as many have been accepted as the queue can hold, which covers
   * every connection that was in it at the call.
   */
  void acceptQueued(int queueLength) {
    long enough = accepted + queueLength;
    long before;
    emptied = false;
    do {
      before = accepted;
      unsafe().read();
    } while (isActive() && !emptied && accepted < enough && accepted > before);
  }
}
