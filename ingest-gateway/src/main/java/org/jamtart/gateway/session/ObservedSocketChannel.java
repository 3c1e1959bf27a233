package org.jamtart.gateway.session;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.function.BooleanSupplier;

/**
 * A socket that asks before each read whether it may, tells whether a read emptied it, and can be read without waiting
 * for the selector. All of it on its event loop.
 */
final class ObservedSocketChannel extends NioSocketChannel {

  private BooleanSupplier gate = () -> true;
  private boolean emptied;

  ObservedSocketChannel(Channel parent, SocketChannel socket) {
    super(parent, socket);
  }

  /** Asks this one before every read of the socket. */
  void gate(BooleanSupplier mayRead) {
    gate = mayRead;
  }

  @Override
  protected int doReadBytes(ByteBuf into) throws Exception {
    emptied = false;
    int room = into.writableBytes();
    if (!gate.getAsBoolean()) {
      return 0;
    }
    int read = super.doReadBytes(into);
    emptied = read < room;
    return read;
  }

  /** Whether the last read took less than it could have, so that the kernel held no more at that moment. */
  boolean emptied() {
    return emptied;
  }

  /** Reads now, whether or not the selector has seen something to read. */
  void readNow() {
    if (isActive() && !isInputShutdown()) {
      unsafe().read();
    }
  }
}
