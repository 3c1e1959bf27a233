package org.jamtart.simulator.transport;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import org.jamtart.simulator.account.Account;
import org.jamtart.simulator.account.SessionLedger;
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

  /** Where the line is in its life. */
  private enum Phase {
    /** Between attempts, until {@code due}. */
    WAITING,
    /** Until {@code due} at the latest. */
    CONNECTING,
    TALKING,
    /** The server has hung up: what is begun is finished, until {@code due} at the latest. */
    LEAVING,
    /** The node has hung up, the server has not, until {@code due} at the latest. */
    ENDING, DONE
  }

  private final NodeStory story;
  private final SendingConfig config;
  private final Account account;
  private final Selector selector;
  private final @Nullable InetSocketAddress source;
  private final BackOff backOff;
  private final Outbox outbox = new Outbox();
  private Phase phase = Phase.WAITING;
  private long due;
  private long since;
  private int sessions;
  private @Nullable SocketChannel channel;
  private @Nullable SessionLedger ledger;

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
   * @return whether there would be more to do at once
   */
  boolean step(long now, long until, boolean last, boolean mayConnect, byte[] buffer) {
    try {
      switch (phase) {
        case WAITING -> {
          if (last && isToldUntil(until)) {
            phase = Phase.DONE;
          } else if (now >= due && mayConnect) {
            connect(now);
          }
        }
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
      } else if (key.isReadable() && hungUp(buffer)) {
        serverHungUp(now);
      }
      if (key.isValid() && key.isWritable() && !outbox.isEmpty()) {
        flush();
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

  private boolean isToldUntil(long until) {
    return story.isOver() || story.nextTime() >= until;
  }

  private void connect(long now) throws IOException {
    phase = Phase.CONNECTING;
    due = now + CONNECT_TIMEOUT;
    var opening = SocketChannel.open();
    channel = opening;
    try {
      opening.configureBlocking(false);
      opening.setOption(StandardSocketOptions.TCP_NODELAY, true);
      if (source != null) {
        opening.setOption(StandardSocketOptions.SO_REUSEADDR, true);
        opening.bind(source);
      }
      opening.register(selector, SelectionKey.OP_CONNECT, this);
      if (!opening.connect(new InetSocketAddress(config.host(), config.port()))) {
        return;
      }
    } catch (IOException | UnresolvedAddressException e) {
      connectFailed(now);
      return;
    }
    connected(now);
  }

  private void connected(long now) throws IOException {
    channel().finishConnect();
    phase = Phase.TALKING;
    since = now;
    ledger = account.open(story.information().peerId(), sessions++);
    var opening = story.openSession();
    outbox.send(opening, opening.length, channel(), ledger);
    listen();
  }

  private boolean talk(long now, long until, boolean last, byte[] buffer) throws IOException {
    for (int turn = 0; turn < BUFFERS_AT_A_TURN && outbox.isEmpty(); turn++) {
      int length = isTooFarBehind(until)
          ? story.drop(until, buffer, 0)
          : story.tell(until, buffer, 0, buffer.length);
      if (length == 0) {
        if (last) {
          hangUp(now);
        }
        return false;
      }
      outbox.send(buffer, length, channel(), ledger());
    }
    listen();
    return outbox.isEmpty();
  }

  private boolean isTooFarBehind(long until) {
    return config.speed() != Pace.FLAT_OUT && !config.tolerance().isZero()
        && until - story.nextTime() > config.tolerance().toNanos() / 1_000;
  }

  private void hangUp(long now) throws IOException {
    channel().shutdownOutput();
    phase = Phase.ENDING;
    due = now + config.patience().toNanos();
  }

  private boolean hungUp(byte[] buffer) throws IOException {
    // Nothing is ever sent to a node; whatever comes is read and forgotten.
    return channel().read(ByteBuffer.wrap(buffer)) < 0;
  }

  private void serverHungUp(long now) throws IOException {
    if (phase == Phase.ENDING) {
      finish();
    } else if (phase == Phase.TALKING) {
      account.add(Trouble.CLOSED_BY_SERVER);
      phase = Phase.LEAVING;
      due = now + config.patience().toNanos();
      listen();
      leave(now);
    }
  }

  private void leave(long now) {
    if (outbox.isEmpty() || now >= due) {
      closeChannel();
      retry(now);
    }
  }

  private void flush() throws IOException {
    outbox.flush(channel(), ledger());
    listen();
  }

  /** Listens for the server's end (unless that has come), and for room when there is something left to write. */
  private void listen() {
    var key = channel().keyFor(selector);
    if (key != null && key.isValid()) {
      key.interestOps((phase == Phase.LEAVING ? 0 : SelectionKey.OP_READ)
          | (outbox.isEmpty() ? 0 : SelectionKey.OP_WRITE));
    }
  }

  private void connectFailed(long now) {
    account.add(Trouble.CONNECT_FAILED);
    closeChannel();
    retry(now);
  }

  private void broken(long now) {
    if (phase != Phase.LEAVING) {
      account.add(Trouble.CONNECTION_BROKEN);
    }
    closeChannel();
    if (phase == Phase.ENDING) {
      phase = Phase.DONE;
    } else {
      retry(now);
    }
  }

  private void retry(long now) {
    if (ledger != null && now - since >= GOOD_LIFE) {
      backOff.reset();
    }
    phase = Phase.WAITING;
    due = now + backOff.next();
  }

  private void finish() {
    closeChannel();
    phase = Phase.DONE;
  }

  private void closeChannel() {
    outbox.clear();
    ledger = null;
    if (channel != null) {
      try {
        channel.close();
      } catch (IOException e) {
        // It is given up anyway, and nothing of it is used again.
      }
      channel = null;
    }
  }

  private SocketChannel channel() {
    if (channel == null) {
      throw new IllegalStateException("no connection in phase " + phase);
    }
    return channel;
  }

  private SessionLedger ledger() {
    if (ledger == null) {
      throw new IllegalStateException("no session in phase " + phase);
    }
    return ledger;
  }
}
