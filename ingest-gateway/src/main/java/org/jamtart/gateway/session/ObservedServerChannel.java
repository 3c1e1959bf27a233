package org.jamtart.gateway.session;

import io.netty.channel.socket.nio.NioServerSocketChannel;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.SocketChannel;
import java.util.List;
import java.util.function.Predicate;

/**
 * A listening socket that asks whom to refuse, tells whether its accept queue was empty, and can be made to accept now. On
 * its event loop.
 */
final class ObservedServerChannel extends NioServerSocketChannel {

  /** How many are refused in a row before the loop may do something else. */
  private static final int REFUSALS = 64;

  private final Predicate<InetSocketAddress> refuses;
  private boolean emptied;
  private long accepted;

  /**
   * @param refuses whether one from there is closed at once
   */
  ObservedServerChannel(Predicate<InetSocketAddress> refuses) {
    this.refuses = refuses;
  }

  @Override
  protected int doReadMessages(List<Object> into) throws Exception {
    for (int i = 0; i < REFUSALS; i++) {
      SocketChannel socket = javaChannel().accept();
      emptied = socket == null;
      if (socket == null) {
        return 0;
      }
      accepted++;
      if (!isRefused(socket)) {
        into.add(new ObservedSocketChannel(this, socket));
        return 1;
      }
    }
    return 0;
  }

  private boolean isRefused(SocketChannel socket) throws IOException {
    if (!(socket.getRemoteAddress() instanceof InetSocketAddress remote) || !refuses.test(remote)) {
      return false;
    }
    try {
      socket.setOption(StandardSocketOptions.SO_LINGER, 0); // a reset, so that the kernel keeps nothing of it
    } catch (IOException e) {
      // it is gone already
    }
    socket.close();
    return true;
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
