package org.jamtart.system.abuse;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** So many connections that are held open, and opened again when the gateway closes them. One thread at a time. */
abstract class Held {

  protected final Target target;
  private final @Nullable SocketChannel[] all;
  private final double perSecond;
  private final LongAdder opened;

  /**
   * @param count     how many connections
   * @param perSecond how many of them are looked after a second at least; each once a second at least
   * @param opened    counts those that were opened
   */
  Held(Target target, int count, double perSecond, LongAdder opened) {
    this.target = target;
    this.all = new SocketChannel[count];
    this.perSecond = perSecond;
    this.opened = opened;
  }

  abstract SocketChannel open(int i) throws IOException;

  /** Does to one what it is there for; it does not block. */
  void poke(SocketChannel channel) throws IOException {}

  void keepUp(long end) throws IOException {
    ByteBuffer nothing = ByteBuffer.allocate(1);
    var tempo = new Tempo(Math.max(perSecond, all.length), end);
    for (int i = 0; tempo.goesOn(); i = (i + 1) % all.length) {
      SocketChannel channel = all[i];
      try {
        if (channel == null) {
          channel = open(i);
          channel.configureBlocking(false);
          all[i] = channel;
          opened.increment();
        }
        poke(channel);
        if (channel.read(nothing.clear()) < 0) {
          close(i);
        }
      } catch (IOException e) {
        close(i);
      }
    }
    for (int i = 0; i < all.length; i++) {
      close(i);
    }
  }

  private void close(int i) throws IOException {
    SocketChannel channel = all[i];
    if (channel != null) {
      all[i] = null;
      channel.close();
    }
  }
}
