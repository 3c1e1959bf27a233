package org.jamtart.simulator.transport;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.time.Duration;
import org.jamtart.simulator.account.Account;
import org.jamtart.simulator.account.Trouble;
import org.jamtart.simulator.story.NodeStory;
import org.jspecify.annotations.Nullable;

/**
 * One node's line to the server: it connects, tells the node's story, connects again when the connection is lost, and
 * hangs up when everything is told. Times are nanoseconds of the {@link Pace}. Used by the thread of its {@link Lane}
 * alone.
 */
final class NodeLine {
  private static final int BUFFERS_AT_A_TURN = 2;
  private static final long CONNECT_TIMEOUT = Duration.ofSeconds(10).toNanos();
  /** A connection that lives so long was not refused. */
  private static final long GOOD_LIFE = Duration.ofSeconds(5).toNanos();

  /** Where the line is in its life. Each phase but TALKING and DONE lasts until {@code due} at the latest. */
  private enum Phase {
    /** Between attempts. */
    WAITING, CONNECTING, TALKING,
    /** The server has hung up: what is begun is finished. */
    LEAVING,
    /** The node has hung up, the server has not. */
    ENDING, DONE
  }

  private final NodeStory story;
  private final SendingConfig config;
  private final Account account;
  private final Selector selector;
  private final @Nullable InetSocketAddress source;
  private final BackOff backOff;
  private Phase phase = Phase.WAITING;
  private long due;
  private long since;
  private int sessions;
  private @Nullable Connection connection;

  NodeLine(NodeStory story, SendingConfig config, Account account, Selector selector,
      @Nullable InetSocketAddress source) {
    this.story = story;
    this.config = config;
    this.account = account;
    this.selector = selector;
    this.source = source;
    this.backOff = new BackOff(config.retry());
  }

  boolean isDone() {
    return phase == Phase.DONE;
  }

  boolean isConnecting() {
    return phase == Phase.CONNECTING;
  }

  /**
   * Does what is due.
   *
   * @param until the story time that has come; what lies before it is said
   * @param last whether nothing will be said beyond it
   * @param mayConnect whether there is room for another attempt
   * @param buffer for what is said; large enough for any frame
   * @return whether there would be more to do at once
   */
  boolean step(long now, long until, boolean last, boolean mayConnect, byte[] buffer) {
    try {
      switch (phase) {
        case WAITING -> wait(now, until, last, mayConnect);
        case CONNECTING -> {
          if (now >= due) {
            connectFailed(now);
          }
        }
        case TALKING -> {
          return talk(now, until, last, buffer);
        }
        case LEAVING -> leave(now);
        case ENDING -> {
          if (now >= due) {
            account.add(Trouble.NOT_CLOSED_BY_SERVER);
            finish();
          }
        }
        case DONE -> {
          return false;
        }
      }
    } catch (IOException e) {
      broken(now);
    }
    return false;
  }

  /** Reacts to what the selector found. */
  void ready(SelectionKey key, long now, byte[] buffer) {
    try {
      if (key.isConnectable()) {
        connected(now);
      } else if (key.isReadable() && connection().isHungUp(buffer)) {
        serverHungUp(now);
      }
      if (key.isValid() && key.isWritable()) {
        connection().flush();
      }
    } catch (IOException e) {
      if (phase == Phase.CONNECTING) {
        connectFailed(now);
      } else {
        broken(now);
      }
    }
  }

  /** Ends the line at once, whatever it is at. */
  void abort() {
    if (phase != Phase.DONE) {
      account.add(Trouble.UNFINISHED);
      finish();
    }
  }

  private void wait(long now, long until, boolean last, boolean mayConnect) throws IOException {
    if (last && (story.isOver() || story.nextTime() >= until)) {
      phase = Phase.DONE;
    } else if (now >= due && mayConnect) {
      phase = Phase.CONNECTING;
      due = now + CONNECT_TIMEOUT;
      try {
        connection = Connection.open(new InetSocketAddress(config.host(), config.port()), source, selector,
            this);
      } catch (IOException e) {
        connectFailed(now);
        return;
      }
      if (connection.isComplete()) {
        connected(now);
      }
    }
  }

  private void connected(long now) throws IOException {
    if (!connection().complete()) {
      return;
    }
    phase = Phase.TALKING;
    since = now;
    connection().begin(story.openSession(), account.open(story.information().peerId(), sessions++));
  }

  private boolean talk(long now, long until, boolean last, byte[] buffer) throws IOException {
    for (int turn = 0; turn < BUFFERS_AT_A_TURN && connection().isIdle(); turn++) {
      int length = isTooFarBehind(until)
          ? story.drop(until, buffer, 0)
          : story.tell(until, buffer, 0, buffer.length);
      if (length == 0) {
        if (last) {
          connection().hangUp();
          phase = Phase.ENDING;
          due = now + config.patience().toNanos();
        }
        return false;
      }
      connection().send(buffer, length);
    }
    return connection().isIdle();
  }

  private boolean isTooFarBehind(long until) {
    return config.speed() != Pace.FLAT_OUT && !config.tolerance().isZero()
        && until - story.nextTime() > config.tolerance().toNanos() / 1_000;
  }

  private void serverHungUp(long now) {
    if (phase == Phase.ENDING) {
      finish();
    } else if (phase == Phase.TALKING) {
      account.add(Trouble.CLOSED_BY_SERVER);
      phase = Phase.LEAVING;
      due = now + config.patience().toNanos();
      leave(now);
    }
  }

  private void leave(long now) {
    if (now >= due || connection().isIdle()) {
      retry(now);
    }
  }

  private void connectFailed(long now) {
    account.add(Trouble.CONNECT_FAILED);
    retry(now);
  }

  private void broken(long now) {
    if (phase != Phase.LEAVING) {
      account.add(Trouble.CONNECTION_BROKEN);
    }
    if (phase == Phase.ENDING) {
      finish();
    } else {
      retry(now);
    }
  }

  private void retry(long now) {
    if (phase != Phase.CONNECTING && now - since >= GOOD_LIFE) {
      backOff.reset();
    }
    closeConnection();
    phase = Phase.WAITING;
    due = now + backOff.next();
  }

  private void finish() {
    closeConnection();
    phase = Phase.DONE;
  }

  private void closeConnection() {
    if (connection != null) {
      connection.close();
      connection = null;
    }
  }

  private Connection connection() {
    if (connection == null) {
      throw new IllegalStateException("no connection in phase " + phase);
    }
    return connection;
  }
}
