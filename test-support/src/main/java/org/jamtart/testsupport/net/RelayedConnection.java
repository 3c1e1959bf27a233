package org.jamtart.testsupport.net;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.StandardSocketOptions;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jamtart.testsupport.net.TcpRelay.Direction;

/** One client, one connection to the server, and a thread for each direction between them. */
final class RelayedConnection {

  private static final int LARGEST_READ = 16_384;

  private final Socket client;
  private final Socket server = new Socket();
  private final RelayConditions conditions;
  private final Consumer<RelayedConnection> ended;
  private final AtomicInteger open = new AtomicInteger(2);
  private final CountDownLatch settled = new CountDownLatch(1);

  RelayedConnection(Socket client, RelayConditions conditions, Consumer<RelayedConnection> ended) {
    this.client = client;
    this.conditions = conditions;
    this.ended = ended;
  }

  void open(InetSocketAddress address) {
    try {
      client.setTcpNoDelay(true);
      server.setTcpNoDelay(true);
      server.connect(address);
      Thread.ofVirtual().name("relay-to-server").start(() -> pass(client, server));
      Thread.ofVirtual().name("relay-to-client").start(() -> pass(server, client));
    } catch (IOException e) {
      end();
    } finally {
      settled.countDown();
    }
  }

  void halfClose(Direction direction) {
    awaitSettled();
    try {
      (direction == Direction.TO_SERVER ? server : client).shutdownOutput();
    } catch (IOException e) {
      // that way is closed already
    }
  }

  void reset() {
    awaitSettled();
    end();
  }

  // The server can have accepted a connection before connect() has returned here, and a test acts on what
  // the server sees.
  private void awaitSettled() {
    try {
      settled.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void end() {
    reset(client);
    reset(server);
    ended.accept(this);
  }

  private void pass(Socket from, Socket to) {
    byte[] buffer = new byte[LARGEST_READ];
    try {
      int read = from.getInputStream().read(buffer, 0, conditions.chunk(LARGEST_READ));
      while (read >= 0) {
        conditions.hold(read);
        to.getOutputStream().write(buffer, 0, read);
        read = from.getInputStream().read(buffer, 0, conditions.chunk(LARGEST_READ));
      }
      conditions.hold(0);
      to.shutdownOutput();
    } catch (IOException e) {
      if (!to.isOutputShutdown()) { // otherwise this way was closed by hand, and the other one may go on
        end();
      }
    }
    if (open.decrementAndGet() == 0) {
      close(client);
      close(server);
      ended.accept(this);
    }
  }

  private static void reset(Socket socket) {
    try {
      socket.setOption(StandardSocketOptions.SO_LINGER, 0);
    } catch (IOException e) {
      // closed already
    }
    close(socket);
  }

  private static void close(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      // nothing more can be done with it
    }
  }
}
