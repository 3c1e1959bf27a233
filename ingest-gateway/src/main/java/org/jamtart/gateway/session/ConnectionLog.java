package org.jamtart.gateway.session;

import io.netty.util.NetUtil;
import java.net.InetSocketAddress;
import org.jamtart.gateway.limit.LineLimit;
import org.jamtart.wire.Bytes32;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The one log line with which a connection ends. */
final class ConnectionLog {

  private static final Logger log = LoggerFactory.getLogger("org.jamtart.gateway.connections");

  private final LineLimit lines;
  private @Nullable Bytes32 speaker;
  private @Nullable String because;

  ConnectionLog(LineLimit lines) {
    this.lines = lines;
  }

  /** Who it claims to be. */
  void speaker(Bytes32 node) {
    speaker = node;
  }

  /** What exactly was wrong. */
  void because(@Nullable String why) {
    because = why;
  }

  /** It was closed as soon as it was accepted. */
  void refused(Ending why, InetSocketAddress remote) {
    int leftOut = lines.leftOut(why);
    if (leftOut >= 0) {
      log.info("event=connection-refused reason={} remote={} lines_left_out={}", why.key(),
          NetUtil.toSocketAddressString(remote), leftOut);
    }
  }

  void ended(Ending why, InetSocketAddress remote, long received, @Nullable Session session) {
    if (received == 0 && why == Ending.NO_NODE_INFORMATION) {
      log.debug("event=connection-probed remote={}", NetUtil.toSocketAddressString(remote)); // what a balancer's health check does all day
      return;
    }
    int leftOut = lines.leftOut(why);
    if (leftOut < 0) {
      return;
    }
    String who = speaker == null ? "" : " node=" + speaker.toHex();
    String what = session == null
        ? ""
        : " session=%s frames=%d malformed=%d unknown=%d partial=%d".formatted(session.ref().session(),
            session.frames().nextSeq(), session.frames().malformed(), session.frames().unknown(),
            session.frames().partial());
    String cause = because == null ? "" : " cause=\"" + because + "\"";
    String more = leftOut == 0 ? "" : " lines_left_out=" + leftOut;
    log.info("event=connection-ended reason={} remote={}{} bytes={}{}{}{}", why.key(),
        NetUtil.toSocketAddressString(remote), who, received, what, cause, more);
  }

  void fault(Throwable cause, InetSocketAddress remote) {
    int leftOut = lines.leftOut(Ending.FAULT.name());
    if (leftOut >= 0) {
      log.error("event=connection-fault remote={} lines_left_out={}",
          NetUtil.toSocketAddressString(remote), leftOut, cause);
    }
  }
}
