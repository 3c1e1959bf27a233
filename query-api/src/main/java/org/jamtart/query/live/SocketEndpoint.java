package org.jamtart.query.live;

import jakarta.websocket.CloseReason;
import jakarta.websocket.Endpoint;
import jakarta.websocket.EndpointConfig;
import jakarta.websocket.MessageHandler;
import jakarta.websocket.PongMessage;
import jakarta.websocket.Session;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** The life of one socket, as the servlet container sees it. */
final class SocketEndpoint extends Endpoint {

  private static final int LONGEST_REQUEST = 128 * 1024;

  private final SocketParts parts;
  private final Look look;
  private final AtomicBoolean gone = new AtomicBoolean();
  private volatile @Nullable SocketClient client;

  SocketEndpoint(SocketParts parts, Look look) {
    this.parts = parts;
    this.look = look;
  }

  @Override
  public void onOpen(Session session, EndpointConfig config) {
    session.setMaxIdleTimeout(0); // pings find out who is gone
    session.setMaxTextMessageBufferSize(LONGEST_REQUEST);
    var opened = new SocketClient(session, parts, look);
    client = opened;
    session.addMessageHandler(String.class, (MessageHandler.Whole<String>) opened::request);
    session.addMessageHandler(PongMessage.class,
        (MessageHandler.Whole<PongMessage>) pong -> opened.answered());
    Thread.ofVirtual().name("live-socket").start(opened::run);
  }

  @Override
  public void onClose(Session session, CloseReason reason) {
    SocketClient closed = client;
    if (closed != null) {
      closed.stop();
    }
    leave();
  }

  @Override
  public void onError(Session session, Throwable error) {
    // the container closes the session after it
  }

  /** The client counts no more. */
  void leave() {
    if (gone.compareAndSet(false, true)) {
      parts.clients().exit();
    }
  }
}
