package org.jamtart.gateway.session;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntSupplier;

/** A socket whose kernel buffer the test fills; it reads from it as Netty does. */
final class FakeSocket implements Socket {

  static final int READ = 64 * 1024;
  private static final int RECEIVE_BUFFER = 256 * 1024;
  private static final int READS_PER_ROUND = 16;

  final ByteBuf kernel = Unpooled.buffer();
  final List<ByteBuf> handedOver = new ArrayList<>();
  boolean reading = true;
  boolean outputShutDown;
  boolean closed;
  private final Channel channel;
  private final InetSocketAddress remote;
  private IntSupplier gate = () -> Integer.MAX_VALUE;
  private boolean emptied;

  FakeSocket(Channel channel, InetSocketAddress remote) {
    this.channel = channel;
    this.remote = remote;
  }

  /** What the selector does when there is something to read. */
  void select() {
    while (reading && !closed && kernel.isReadable()) {
      readNow();
    }
  }

  @Override
  public void readNow() {
    emptied = false;
    for (int i = 0; i < READS_PER_ROUND && reading && !emptied && !closed; i++) {
      int room = Math.min(READ, gate.getAsInt());
      if (room == 0) {
        break;
      }
      int chunk = Math.min(room, kernel.readableBytes());
      emptied = chunk < room;
      if (chunk > 0) {
        // Not pooled: a buffer that is used again would be taken for one that was never released.
        ByteBuf bytes = Unpooled.directBuffer(chunk).writeBytes(kernel, chunk);
        handedOver.add(bytes);
        channel.pipeline().fireChannelRead(bytes);
      }
    }
    channel.pipeline().fireChannelReadComplete();
  }

  @Override
  public EventLoop loop() {
    return channel.eventLoop();
  }

  @Override
  public InetSocketAddress remote() {
    return remote;
  }

  @Override
  public void gate(IntSupplier allowance) {
    gate = allowance;
  }

  @Override
  public void reading(boolean on) {
    reading = on;
    if (on) {
      loop().execute(this::select);
    }
  }

  @Override
  public boolean emptied() {
    return emptied;
  }

  @Override
  public int receiveBuffer() {
    return RECEIVE_BUFFER;
  }

  @Override
  public void shutdownOutput() {
    outputShutDown = true;
  }

  @Override
  public void close() {
    closed = true;
  }
}
