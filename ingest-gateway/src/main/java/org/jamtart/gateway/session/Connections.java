package org.jamtart.gateway.session;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The connections that are open. Thread-safe. */
public final class Connections {

  private final Set<Connection> open = ConcurrentHashMap.newKeySet();
  private volatile boolean halfClosed;

  void add(Connection connection) {
    open.add(connection);
    if (halfClosed) {
      connection.halfClose();
    }
  }

  void remove(Connection connection) {
    open.remove(connection);
    if (open.isEmpty()) {
      synchronized (open) {
        open.notifyAll();
      }
    }
  }

  /** How many there are. */
  public int size() {
    return open.size();
  }

  /** For each open connection a future that completes when what its socket holds now is read and sent to the log. */
  public List<CompletableFuture<@Nullable Void>> flush() {
    return open.stream().map(connection -> {
      var read = new CompletableFuture<@Nullable Void>();
      connection.onLoop(() -> connection.flush(read));
      return read;
    }).toList();
  }

  /** Tells every node, those included that were accepted and are only now taken up, that it should go elsewhere. */
  public void halfClose() {
    halfClosed = true;
    forEachOnItsLoop(Connection::halfClose);
  }

  /** Reads what the sockets hold now and ends every connection. */
  public void shutDown() {
    forEachOnItsLoop(Connection::shutDown);
  }

  private void forEachOnItsLoop(Consumer<Connection> action) {
    open.forEach(connection -> connection.onLoop(() -> action.accept(connection)));
  }

  /**
   * Waits until none is open.
   *
   * @return false when some were after this time
   */
  public boolean awaitNone(Duration timeout) throws InterruptedException {
    long deadline = System.nanoTime() + timeout.toNanos();
    synchronized (open) {
      while (!open.isEmpty()) {
        long left = deadline - System.nanoTime();
        if (left <= 0) {
          return false;
        }
        open.wait(left / 1_000_000 + 1);
      }
      return true;
    }
  }
}
