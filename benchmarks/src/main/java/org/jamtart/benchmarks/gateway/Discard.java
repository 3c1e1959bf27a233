package org.jamtart.benchmarks.gateway;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.LongAdder;

/**
 * The process of a {@link DiscardServer}: reads its sockets and throws away what it read. It answers each line with the
 * bytes that it has read so far.
 */
final class Discard {

  private static final int RECEIVE_BUFFER = 256 * 1024;
  private static final int BACKLOG = 1024;

  private Discard() {}

  /** The process: the port. */
  public static void main(String... arguments) throws Exception {
    var read = new LongAdder();
    var loops = new MultiThreadIoEventLoopGroup(Runtime.getRuntime().availableProcessors(),
        NioIoHandler.newFactory());
    new ServerBootstrap().group(loops)
        .channel(NioServerSocketChannel.class)
        .option(ChannelOption.SO_RCVBUF, RECEIVE_BUFFER)
        .option(ChannelOption.SO_BACKLOG, BACKLOG)
        .childHandler(new ChannelInitializer<Channel>() {
          @Override
          protected void initChannel(Channel channel) {
            channel.pipeline().addLast(new Reader(read));
          }
        })
        .bind("127.0.0.1", Integer.parseInt(arguments[0]))
        .sync();
    System.out.println("ready");
    try (var lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
      while (lines.readLine() != null) {
        System.out.println(read.sum());
      }
    }
    System.exit(0);
  }

  private static final class Reader extends ChannelInboundHandlerAdapter {
    private final LongAdder read;

    Reader(LongAdder read) {
      this.read = read;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
      var bytes = (ByteBuf) message;
      read.add(bytes.readableBytes());
      bytes.release();
    }
  }
}
