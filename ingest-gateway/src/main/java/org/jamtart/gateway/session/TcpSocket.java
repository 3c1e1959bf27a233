package org.jamtart.gateway.session;

import io.netty.channel.EventLoop;
import java.net.InetSocketAddress;
import java.util.function.IntSupplier;

/** The real one. */
record TcpSocket(ObservedSocketChannel channel, InetSocketAddress remote) implements Socket {

  @Override
  public EventLoop loop() {
    return channel.eventLoop();
  }

  @Override
  public void gate(IntSupplier allowance) {
    channel.gate(allowance);
  }

  @Override
  public void reading(boolean on) {
    channel.config().setAutoRead(on);
  }

  @Override
  public void readNow() {
    channel.readNow();
  }

  @Override
  public boolean emptied() {
    return channel.emptied();
  }

  @Override
  public int receiveBuffer() {
    return channel.config().getReceiveBufferSize();
  }

  @Override
  public void shutdownOutput() {
    channel.shutdownOutput();
  }

  @Override
  public void close() {
    channel.close();
  }
}
