package org.jamtart.benchmarks.load;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Connections that say what they have to say as fast as the server takes it, or at a pace, on the caller's thread. For one
 * thread.
 */
public final class Flood implements AutoCloseable {

  /** Until sockets that take no more are tried again: what their kernels hold lasts for far longer, and trying costs the machine. */
  private static final long BREATH_NANOS = 1_000_000;

  private final List<Line> lines;
  private final int framesPerWrite;

  private Flood(List<Line> lines, int framesPerWrite) {
    this.lines = lines;
    this.framesPerWrite = framesPerWrite;
  }

  /**
   * Connects.
   *
   * @param connections    how many; the nodes of the mix share them
   * @param framesPerWrite frames in one system call
   */
  public static Flood connect(int port, Mix mix, int connections, int framesPerWrite) throws IOException {
    return connect(port, mix, connections, framesPerWrite, null, connections);
  }

  /**
   * Connects from several addresses.
   *
   * @param source    the first local address; null for the system's choice
   * @param perSource after so many connections the next address is used
   */
  public static Flood connect(int port, Mix mix, int connections, int framesPerWrite,
      @Nullable InetAddress source, int perSource) throws IOException {
    var server = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    List<Line> lines = new ArrayList<>();
    var shared = new IdentityHashMap<NodeStream, ByteBuffer>();
    for (int i = 0; i < connections; i++) {
      NodeStream node = mix.nodes().get(i % mix.nodes().size());
      ByteBuffer bytes = shared.computeIfAbsent(node,
          each -> ByteBuffer.allocateDirect(each.bytes().length).put(each.bytes()));
      lines.add(Line.connect(server, source == null ? null : next(source, i / perSource), node, bytes));
    }
    return new Flood(lines, framesPerWrite);
  }

  private static InetAddress next(InetAddress first, int steps) throws IOException {
    byte[] address = first.getAddress();
    address[address.length - 1] += (byte) steps;
    return InetAddress.getByAddress(address);
  }

  /** As fast as the server takes it, for a while. Returns how many frames were sent, all of them whole. */
  public long run(Duration length) throws IOException {
    return run(length, () -> Long.MAX_VALUE);
  }

  /**
   * At a pace, for a while.
   *
   * @return how many frames were sent, all of them whole
   */
  public long run(Duration length, double framesPerSecond) throws IOException {
    long begin = System.nanoTime();
    return run(length, () -> (long) ((System.nanoTime() - begin) / 1e9 * framesPerSecond));
  }

  /**
   * For a while, never more than is allowed.
   *
   * @param allowed how many frames may have been sent by now in this call
   * @return how many frames were sent, all of them whole
   */
  public long run(Duration length, LongSupplier allowed) throws IOException {
    long end = System.nanoTime() + length.toNanos();
    long sent = 0;
    while (System.nanoTime() < end) {
      long may = allowed.getAsLong();
      long before = sent;
      for (Line line : lines) {
        if (sent >= may) {
          break;
        }
        sent += line.write(framesPerWrite);
      }
      if (sent == before) {
        LockSupport.parkNanos(BREATH_NANOS);
      } else if (sent >= may) {
        rotate();
      }
    }
    finish();
    return sent;
  }

  /** Who did not come to speak in the last round speaks first in the next. */
  private void rotate() {
    lines.add(lines.removeFirst());
  }

  private void finish() throws IOException {
    for (Line line : lines) {
      while (line.isStuck()) {
        line.write(0);
        LockSupport.parkNanos(BREATH_NANOS);
      }
    }
  }

  @Override
  public void close() throws IOException {
    for (Line line : lines) {
      line.close();
    }
  }
}
