package org.jamtart.gateway.session;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.codec.haproxy.HAProxyMessage;
import io.netty.handler.codec.haproxy.HAProxyProtocolVersion;
import io.netty.util.NetUtil;
import io.netty.util.ReferenceCountUtil;
import java.net.InetSocketAddress;

/** Tells a connection what Netty tells. */
final class ConnectionHandler extends ChannelInboundHandlerAdapter {

  private final Connection connection;

  ConnectionHandler(Connection connection) {
    this.connection = connection;
  }

  @Override
  public void channelActive(ChannelHandlerContext context) {
    connection.opened();
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    try {
      switch (message) {
        case ByteBuf bytes -> connection.received(bytes);
        case HAProxyMessage header -> proxied(header);
        default -> throw new IllegalStateException("unexpected " + message.getClass());
      }
    } finally {
      ReferenceCountUtil.release(message);
    }
  }

  private void proxied(HAProxyMessage header) {
    if (header.protocolVersion() != HAProxyProtocolVersion.V2) {
      connection.badProxyHeader("PROXY protocol " + header.protocolVersion() + ", expected V2");
      return;
    }
    switch (header.proxiedProtocol()) {
      case TCP4, TCP6 ->
        connection.addressed(
            new InetSocketAddress(NetUtil.createInetAddressFromIpAddressString(header.sourceAddress()),
                header.sourcePort()));
      // The balancer speaks for itself, as for a health check, or does not know.
      case UNKNOWN -> connection.addressed(null);
      case UDP4, UDP6, UNIX_STREAM, UNIX_DGRAM ->
        connection.badProxyHeader("PROXY protocol for " + header.proxiedProtocol() + ", expected TCP");
    }
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext context) {
    connection.roundComplete();
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext context, Object event) {
    if (event == ChannelInputShutdownEvent.INSTANCE) {
      connection.inputEnded();
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    if (cause instanceof DecoderException) {
      connection.badProxyHeader(String.valueOf(cause.getMessage()));
    } else {
      connection.failed(cause);
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    connection.gone();
  }
}
