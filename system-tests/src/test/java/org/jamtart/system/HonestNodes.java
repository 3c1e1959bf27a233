package org.jamtart.system;

import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.jamtart.testsupport.Fixtures;
import org.jamtart.testsupport.net.NodeSocket;

/** Nodes that send well-formed events at an even pace, or as fast as they are read, until they are closed. */
final class HonestNodes implements AutoCloseable {

  private static final long TICK = TimeUnit.MILLISECONDS.toNanos(100);
  private static final byte[] EVENT = NodeSocket.frame(new byte[]{0, 0, 0, 0, 0, 0, 0, 0, 13, 1});
  private static final int FLAT_OUT = 500;

  private final List<Thread> threads = new ArrayList<>();
  private final AtomicInteger broken = new AtomicInteger();
  private final double perSecond;
  private final long begin = System.nanoTime();
  private volatile boolean closed;

  private HonestNodes(double perSecond) {
    this.perSecond = perSecond;
  }

  /**
   * Has them begin, all at once when they are connected.
   *
   * @param perSecond events of each; 0 for as fast as they are read
   */
  static HonestNodes connect(int port, int count, int perSecond) {
    byte[] chunk = times(perSecond == 0 ? FLAT_OUT : Math.max(1, perSecond / 10));
    List<NodeSocket> sockets = new ArrayList<>();
    for (int n = 0; n < count; n++) {
      sockets.add(NodeSocket.connect(port)
          .sendFrame(Fixtures.nodeInformation(Fixtures.peerId(n)).encode()));
    }
    var nodes = new HonestNodes((double) count * perSecond);
    for (NodeSocket socket : sockets) {
      nodes.threads.add(Thread.ofVirtual().start(() -> nodes.talk(socket, chunk, perSecond == 0 ? 0 : TICK)));
    }
    return nodes;
  }

  private void talk(NodeSocket socket, byte[] chunk, long every) {
    try (socket) {
      for (long next = begin; !closed; next += every) {
        socket.send(chunk);
        LockSupport.parkNanos(Math.max(0, next + every - System.nanoTime()));
      }
    } catch (UncheckedIOException e) {
      broken.incrementAndGet();
    }
  }

  private static byte[] times(int count) {
    byte[] bytes = new byte[count * EVENT.length];
    for (int i = 0; i < count; i++) {
      System.arraycopy(EVENT, 0, bytes, i * EVENT.length, EVENT.length);
    }
    return bytes;
  }

  /** Events of all nodes that are due by now; none when they go as fast as they are read. */
  double due() {
    return perSecond * (System.nanoTime() - begin) / 1e9;
  }

  /** How many were cut off. */
  int broken() {
    return broken.get();
  }

  @Override
  public void close() throws InterruptedException {
    closed = true;
    for (Thread thread : threads) {
      thread.join();
    }
  }
}
