package org.jamtart.simulator;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A server that keeps what it is sent, one byte array per connection, and does nothing else. */
public final class Listener implements AutoCloseable {
  /** What is done with a connection after it was accepted. */
  public interface Manners {
    void serve(int number, Socket connection, ByteArrayOutputStream kept) throws IOException;
  }

  private final ServerSocket server;
  private final Manners manners;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final List<ByteArrayOutputStream> kept = new ArrayList<>();
  private final List<Socket> open = new ArrayList<>();
  private final CountDownLatch first = new CountDownLatch(1);

  private Listener(ServerSocket server, Manners manners) {
    this.server = server;
    this.manners = manners;
    threads.execute(this::accept);
  }

  /** A server that reads to the end and then closes. */
  public static Listener polite() throws IOException {
    return with((number, connection, kept) -> connection.getInputStream().transferTo(kept));
  }

  static Listener with(Manners manners) throws IOException {
    return new Listener(new ServerSocket(0, 512, InetAddress.getLoopbackAddress()), manners);
  }

  static Listener on(int port) throws IOException {
    return new Listener(new ServerSocket(port, 512, InetAddress.getLoopbackAddress()),
        (number, connection, kept) -> connection.getInputStream().transferTo(kept));
  }

  public int port() {
    return server.getLocalPort();
  }

  /** Waits until somebody has connected. */
  void awaitFirst() throws InterruptedException {
    first.await();
  }

  /** What every connection sent, in the order in which they were accepted; complete once the senders have ended. */
  public synchronized List<byte[]> streams() {
    return kept.stream().map(ByteArrayOutputStream::toByteArray).toList();
  }

  private void accept() {
    try {
      while (true) {
        var connection = server.accept();
        threads.execute(() -> serve(connection));
      }
    } catch (IOException e) {
      // Closed: the test is over.
    }
  }

  private void serve(Socket connection) {
    var stream = new ByteArrayOutputStream();
    int number;
    synchronized (this) {
      number = kept.size();
      kept.add(stream);
      open.add(connection);
    }
    first.countDown();
    try (connection) {
      manners.serve(number, connection, stream);
    } catch (IOException e) {
      // The simulator hung up, or the test is over.
    }
  }

  @Override
  public void close() {
    try {
      server.close();
      synchronized (this) {
        for (var connection : open) {
          connection.close();
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    threads.shutdownNow();
  }
}
