package org.jamtart.gateway.session;

import io.netty.buffer.ByteBuf;
import io.netty.util.NetUtil;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongSupplier;
import org.jamtart.gateway.limit.Paces;
import org.jamtart.gateway.limit.Speaker;
import org.jamtart.gateway.session.ConnectionState.AwaitingNodeInformation;
import org.jamtart.gateway.session.ConnectionState.AwaitingProxyHeader;
import org.jamtart.gateway.session.ConnectionState.Ended;
import org.jamtart.gateway.session.ConnectionState.Streaming;
import org.jamtart.log.LogRecord.SessionRef;
import org.jamtart.wire.DecodeException;
import org.jamtart.wire.NodeInformation;
import org.jamtart.wire.Protocol;
import org.jspecify.annotations.Nullable;

/**
 * One TCP connection from the first byte to the last: what happens to it changes its state, and its end gives back
 * everything that it held. On its event loop, except where said.
 */
final class Connection {

  private final Sessions sessions;
  private final Socket socket;
  private final Intake intake;
  private final Watch watch;
  private final ConnectionLog log;
  private final LongSupplier micros;
  private ConnectionState state;
  private InetSocketAddress remote;
  private boolean entered;
  private @Nullable InetAddress address;
  private @Nullable Speaker speaker;
  private long received;

  Connection(Sessions sessions, Socket socket, boolean proxied) {
    this.sessions = sessions;
    this.socket = socket;
    this.remote = socket.remote();
    this.watch = new Watch(socket.loop(), sessions.settings(), this::waitsForTheGateway,
        socket::readNow, this::end);
    this.intake = new Intake(socket, sessions.budget(), sessions.perConnection(), sessions.counters(),
        watch::excused);
    this.log = new ConnectionLog(sessions.lines());
    this.micros = new Micros(sessions.clock());
    this.state = proxied
        ? new AwaitingProxyHeader()
        : new AwaitingNodeInformation(introduction());
  }

  private Introduction introduction() {
    return new Introduction((int) sessions.settings().nodeInformation().toBytes());
  }

  /** The connection is there. */
  void opened() {
    sessions.counters().accepted();
    intake.open();
    sessions.open().add(this);
    entered = sessions.admission().enter();
    if (!entered) {
      end(Ending.TOO_MANY_CONNECTIONS);
    } else if (state instanceof AwaitingNodeInformation) {
      takeAddress();
    }
    if (!(state instanceof Ended)) {
      watch.start();
    }
  }

  /**
   * The balancer has said who connected.
   *
   * @param source null when it speaks for itself, as for its health checks
   */
  void addressed(@Nullable InetSocketAddress source) {
    if (state instanceof AwaitingProxyHeader awaiting) {
      remote = source == null ? remote : source;
      state = awaiting.addressed(introduction());
      if (source != null && !sessions.admission().admits(source.getAddress())) {
        end(Ending.CONNECTS_TOO_OFTEN);
        return;
      }
      takeAddress();
    }
  }

  private void takeAddress() {
    InetAddress from = remote.getAddress();
    if (!sessions.admission().enterFrom(from)) {
      end(Ending.TOO_MANY_FROM_ADDRESS);
    } else {
      address = from;
    }
  }

  /** Bytes came; their owner releases them. */
  void received(ByteBuf bytes) {
    received += bytes.readableBytes();
    intake.read(bytes.readableBytes());
    watch.heard();
    if (state instanceof AwaitingNodeInformation awaiting) {
      introduce(awaiting, bytes);
    }
    if (state instanceof Streaming streaming && !streaming.session().receive(bytes)) {
      end(Ending.FRAME_TOO_LARGE);
    }
  }

  private void introduce(AwaitingNodeInformation awaiting, ByteBuf bytes) {
    switch (awaiting.introduction().fill(bytes)) {
      case MORE -> {
      }
      case TOO_LARGE -> end(Ending.NODE_INFORMATION_TOO_LARGE);
      case COMPLETE -> {
        byte[] message = awaiting.introduction().message();
        try {
          introduced(awaiting, NodeInformation.decode(message), message);
        } catch (DecodeException e) {
          log.because(e.getMessage());
          end(Ending.BAD_NODE_INFORMATION);
        }
      }
    }
  }

  private void introduced(AwaitingNodeInformation awaiting, NodeInformation information, byte[] message) {
    var claimed = new Speaker(information.peerId(), remote.getAddress());
    Paces paces = sessions.admission().speakers().take(claimed);
    log.speaker(information.peerId());
    if (paces == null) {
      end(Ending.TOO_MANY_OF_NODE);
      return;
    }
    speaker = claimed;
    var ref = new SessionRef(information.peerId(), sessions.ids().next(), sessions.gateway(),
        information.protocolVersion(), information.parameters().coreCount());
    var protocol = new Protocol(ref.protocol(), ref.cores(), sessions.trailing());
    var frames = new FrameBuffer(ref, protocol, (int) sessions.settings().frame().toBytes(),
        sessions.counters());
    var session = new Session(ref, frames, paces, sessions, intake, socket.loop(), micros,
        () -> end(Ending.LOG_FAILED));
    state = awaiting.introduced(session);
    sessions.counters().session();
    watch.introduced();
    session.open(NetUtil.toSocketAddressString(remote), message);
  }

  /** A round of reading is over. */
  void roundComplete() {
    if (state instanceof Streaming streaming) {
      Session session = streaming.session();
      if (intake.flushDue()) {
        session.sendRun();
      }
      session.sendIfNothingIsInFlight();
      watch.unfinished(session.frames().partial() > 0, session.frames().nextSeq());
      if (watch.tooManyMalformed(session.frames().malformed())) {
        end(Ending.TOO_MANY_MALFORMED);
        return;
      }
      int events = (int) session.framesSince();
      intake.slowDown(session.payPace(watch.now()), events);
    }
    intake.roundComplete();
    intake.flushed();
  }

  /** The node has closed its side, after everything that it sent. */
  void inputEnded() {
    end(state instanceof Streaming ? Ending.NODE_CLOSED : Ending.NO_NODE_INFORMATION);
  }

  /** The connection is gone, whatever the reason. */
  void gone() {
    end(state instanceof Streaming ? Ending.CONNECTION_LOST : Ending.NO_NODE_INFORMATION);
  }

  /** Something was thrown. */
  void failed(Throwable cause) {
    if (cause instanceof IOException) {
      gone();
    } else if (!(state instanceof Ended)) {
      log.fault(cause, remote);
      end(Ending.FAULT);
    }
  }

  /** The header that the listener demands is not there or not right. */
  void badProxyHeader(String why) {
    log.because(why);
    end(Ending.BAD_PROXY_HEADER);
  }

  void flush(CompletableFuture<@Nullable Void> read) {
    intake.flush(read);
  }

  void halfClose() {
    if (!(state instanceof Ended)) {
      socket.shutdownOutput();
    }
  }

  void shutDown() {
    intake.readRest();
    end(Ending.GATEWAY_SHUTDOWN);
  }

  /** Runs something on the connection's event loop; from any thread. */
  void onLoop(Runnable work) {
    Loops.run(socket.loop(), work);
  }

  private boolean waitsForTheGateway() {
    return intake.waitsForTheGateway();
  }

  private void end(Ending why) {
    if (state instanceof Ended) {
      return;
    }
    ConnectionState before = state;
    state = before.ended(why);
    watch.stop();
    intake.stop();
    Session session = before instanceof Streaming streaming ? streaming.session() : null;
    if (session != null) {
      session.end(why);
    }
    intake.ended();
    sessions.counters().ended(why);
    log.ended(why, remote, received, session);
    giveBack();
    socket.close();
    sessions.open().remove(this);
  }

  private void giveBack() {
    if (speaker != null) {
      sessions.admission().speakers().give(speaker);
    }
    if (address != null) {
      sessions.admission().leaveTo(address);
    }
    if (entered) {
      sessions.admission().leave();
    }
  }
}
