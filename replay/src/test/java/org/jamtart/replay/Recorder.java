package org.jamtart.replay;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jamtart.replay.server.Target;

/** A JIP-3 server that keeps what each connection says, and when. */
final class Recorder implements AutoCloseable {

  private final ServerSocket server;
  final List<Heard> connections = new CopyOnWriteArrayList<>();

  /** One connection. */
  static final class Heard {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    final List<Long> arrivals = new CopyOnWriteArrayList<>();
    volatile boolean ended;

    synchronized byte[] bytes() {
      return bytes.toByteArray();
    }

    private synchronized void add(byte[] some, int length) {
      bytes.write(some, 0, length);
      arrivals.add(System.nanoTime());
    }
  }

  Recorder() throws IOException {
    server = new ServerSocket(0, 100, InetAddress.getLoopbackAddress());
    Thread.ofVirtual().start(this::accept);
  }

  Target target() {
    return new Target("127.0.0.1", server.getLocalPort());
  }

  private void accept() {
    try {
      while (true) {
        Socket socket = server.accept();
        var heard = new Heard();
        connections.add(heard);
        Thread.ofVirtual().start(() -> listen(socket, heard));
      }
    } catch (IOException e) {
      // closed
    }
  }

  private static void listen(Socket socket, Heard heard) {
    try (socket; InputStream in = socket.getInputStream()) {
      byte[] buffer = new byte[1 << 16];
      for (int length = in.read(buffer); length >= 0; length = in.read(buffer)) {
        heard.add(buffer, length);
      }
      heard.ended = true;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
