package org.jamtart.gateway.session;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.PoolArenaMetric;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.handler.codec.haproxy.HAProxyMessageDecoder;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.net.InetSocketAddress;
import java.nio.channels.spi.SelectorProvider;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.StreamSupport;

/** The sockets on which nodes connect. Thread-safe. */
public final class TelemetryServer {

  private static final int ACCEPT_QUEUE = 1024;
  private static final int SMALLEST_READ = 512;
  private static final int FIRST_READ = 4 * 1024;
  private static final int LARGEST_READ = 64 * 1024;
  private static final int LARGEST_PROXY_TLV = 1024;
  private static final int PAGE = 8 * 1024;
  private static final int CHUNK_ORDER = 9; // 8 KiB << 9 = 4 MiB
  private static final String NAME = "telemetry";

  private final Sessions sessions;
  private final Door door;
  private final int receiveBuffer;
  private final EventLoopGroup acceptor;
  private final EventLoopGroup workers;
  private final PooledByteBufAllocator allocator;
  private final List<ObservedServerChannel> listeners = new ArrayList<>();

  /**
   * @param receiveBuffer bytes that the kernel is asked to hold for a connection
   * @param threads       event loops
   * @param share         of its time that a loop may work; 1 and more: as much as it can
   */
  public TelemetryServer(Sessions sessions, int receiveBuffer, int threads, double share) {
    this.sessions = sessions;
    this.door = new Door(sessions);
    this.receiveBuffer = receiveBuffer;
    this.acceptor = new MultiThreadIoEventLoopGroup(1, new DefaultThreadFactory(NAME + "-accept"),
        NioIoHandler.newFactory());
    this.workers = new MultiThreadIoEventLoopGroup(threads, new DefaultThreadFactory(NAME),
        NioIoHandler.newFactory(SelectorProvider.provider(), LoopPace.of(share)));
    this.allocator = new PooledByteBufAllocator(true, 0, threads, PAGE, CHUNK_ORDER);
  }

  /**
   * Listens.
   *
   * @param at      where; port 0 for any free one
   * @param proxied whether each connection must begin with a header of the PROXY protocol, version 2
   * <p>When the port is taken or the address is not ours it throws a {@link java.net.BindException}, undeclared.
   *
   * @return the port
   */
  public int listen(InetSocketAddress at, boolean proxied) throws InterruptedException {
    var bound = (ObservedServerChannel) new ServerBootstrap().group(acceptor, workers)
        // Behind a balancer everybody comes from its address until the header is read.
        .channelFactory(() -> new ObservedServerChannel(proxied ? remote -> false : door::refuses))
        .option(ChannelOption.SO_BACKLOG, ACCEPT_QUEUE)
        .option(ChannelOption.SO_REUSEADDR, true)
        // Set before a connection is made, so that its window is announced accordingly.
        .option(ChannelOption.SO_RCVBUF, receiveBuffer)
        .childOption(ChannelOption.SO_RCVBUF, receiveBuffer)
        .childOption(ChannelOption.ALLOCATOR, allocator)
        .childOption(ChannelOption.RECVBUF_ALLOCATOR,
            new AdaptiveRecvByteBufAllocator(SMALLEST_READ, FIRST_READ, LARGEST_READ))
        .childOption(ChannelOption.ALLOW_HALF_CLOSURE, true)
        .childOption(ChannelOption.SO_KEEPALIVE, true)
        .childHandler(new ChannelInitializer<ObservedSocketChannel>() {
          @Override
          protected void initChannel(ObservedSocketChannel channel) {
            take(channel, proxied);
          }
        })
        .bind(at)
        .sync()
        .channel();
    synchronized (listeners) {
      listeners.add(bound);
    }
    return bound.localAddress().getPort();
  }

  private void take(ObservedSocketChannel channel, boolean proxied) {
    InetSocketAddress remote = channel.remoteAddress();
    if (remote == null) {
      channel.close(); // gone before it was taken up
      return;
    }
    if (proxied) {
      channel.pipeline().addLast(new HAProxyMessageDecoder(LARGEST_PROXY_TLV));
    }
    channel.pipeline()
        .addLast(new ConnectionHandler(new Connection(sessions, new TcpSocket(channel, remote), proxied)));
  }

  /** Completes when every connection that waits to be accepted now is among the open ones. */
  public CompletableFuture<?> acceptQueued() {
    CompletableFuture<?>[] accepted = listening().stream()
        .map(listener -> CompletableFuture.runAsync(() -> listener.acceptQueued(ACCEPT_QUEUE),
            listener.eventLoop()))
        .toArray(CompletableFuture[]::new);
    // What was accepted is registered by a task of its own loop, so it is there when a later task has run.
    return CompletableFuture.allOf(accepted)
        .thenCompose(ignored -> CompletableFuture.allOf(StreamSupport.stream(workers.spliterator(), false)
            .map(loop -> CompletableFuture.runAsync(() -> {}, loop))
            .toArray(CompletableFuture[]::new)));
  }

  /** Accepts no more connections; those that wait to be accepted are refused. */
  public void stopListening() throws InterruptedException {
    for (Channel listener : listening()) {
      listener.close().sync();
    }
    synchronized (listeners) {
      listeners.clear();
    }
  }

  private List<ObservedServerChannel> listening() {
    synchronized (listeners) {
      return List.copyOf(listeners);
    }
  }

  /** Bytes of memory outside the heap that reading takes. */
  public long directMemory() {
    return allocator.metric().usedDirectMemory();
  }

  /** Buffers that are in use or kept by an event loop for its next use; none once it is closed. */
  public long buffers() {
    return allocator.metric().directArenas().stream().mapToLong(PoolArenaMetric::numActiveAllocations).sum();
  }

  /** Ends the event loops, and with them whatever is still open. */
  public void close() throws InterruptedException {
    stopListening();
    var ended = List.of(acceptor.shutdownGracefully(0, 1, TimeUnit.SECONDS),
        workers.shutdownGracefully(0, 1, TimeUnit.SECONDS));
    for (var end : ended) {
      end.await(2, TimeUnit.SECONDS);
    }
  }
}
