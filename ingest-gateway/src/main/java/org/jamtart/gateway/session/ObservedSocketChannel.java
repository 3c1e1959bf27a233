package org.jamtart.gateway.session;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.function.IntSupplier;

/**
 * A socket that asks before each read how much it may, tells whether a read emptied it, and can be read without waiting
 * for the selector. All of it on its event loop.
 */
final class ObservedSocketChannel extends NioSocketChannel {

  private IntSupplier gate = () -> Integer.MAX_VALUE;
  private boolean emptied;

  ObservedSocketChannel(Channel parent, SocketChannel socket) {
    super(parent, socket);
  }

  /** Asks this one before every read of the socket how many bytes that may take; 0 for none. */
  void gate(IntSupplier allowance) {
    gate = allowance;
  }

  @Override
  protected int doReadBytes(ByteBuf into) throws Exception {
    emptied = false;
    int room = Math.min(into.writableBytes(), gate.getAsInt());
    if (room <= 0) {
      return 0;
    }
    unsafe().recvBufAllocHandle().attemptedBytesRead(room);
    int read = into.writeBytes(javaChannel(), room);
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
