package org.jamtart.chaos.judge;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.jamtart.simulator.account.SessionAccount;
import org.jspecify.annotations.Nullable;

/**
 * What of that which nodes wrote into their sockets was accepted. Each connection in the log must be the beginning, byte for
 * byte, of one that was made; what came after that beginning was not accepted.
 *
 * @param sent frames that went into sockets whole
 * @param accepted those of them that the log has
 * @param largestTail the most bytes, of one connection that the log knows, that went into the socket and not into the log
 * @param unheard frames sent on connections that never were introduced to the log
 * @param strangers connections in the log that are the beginning of nothing that was sent, or have holes
 */
public record Origins(long sent, long accepted, long largestTail, long unheard, List<String> strangers) {

  /** Traces the log back to the accounts of those who sent; their streams must have been recorded. */
  public static Origins of(Collection<LoggedSession> log, List<SessionAccount> sent) {
    Map<String, List<Candidate>> candidates = new HashMap<>();
    sent.forEach(session -> candidates.computeIfAbsent(session.node().toHex(), node -> new ArrayList<>())
        .add(new Candidate(session.events(), sent(session))));
    long largestTail = 0;
    List<String> strangers = new ArrayList<>();
    // An empty beginning fits every connection: those that say something choose first.
    for (boolean empty : new boolean[]{false, true}) {
      for (LoggedSession session : log) {
        if ((session.count() == 0) == empty) {
          ByteBuffer stored = session.stream();
          Candidate origin = take(candidates.getOrDefault(session.node(), List.of()), stored);
          if (session.missing() > 0 || origin == null && !empty) {
            strangers.add(session.id() + (origin == null
                ? " is the beginning of nothing that was sent"
                : " lacks " + session.missing() + " frames in its midst"));
          }
          largestTail = Math.max(largestTail,
              origin == null ? 0 : origin.stream().remaining() - stored.remaining());
        }
      }
    }
    long unheard = candidates.values().stream().flatMap(List::stream).mapToLong(Candidate::events).sum();
    return new Origins(sent.stream().mapToLong(SessionAccount::events).sum(),
        log.stream().mapToLong(LoggedSession::count).sum(), largestTail, unheard, strangers);
  }

  private record Candidate(long events, ByteBuffer stream) {}

  private static @Nullable Candidate take(List<Candidate> candidates,
      ByteBuffer stored) {
    for (Iterator<Candidate> each = candidates.iterator(); each.hasNext();) {
      Candidate candidate = each.next();
      if (isBeginning(stored, candidate.stream())) {
        each.remove();
        return candidate;
      }
    }
    return null;
  }

  /** Whether some bytes are those with which others begin. */
  public static boolean isBeginning(ByteBuffer stored, ByteBuffer whole) {
    return stored.remaining() <= whole.remaining() && stored.equals(whole.slice(0, stored.remaining()));
  }

  /** What a connection's node sent behind its first message, the node information; it must have been recorded. */
  public static ByteBuffer sent(SessionAccount session) {
    ByteBuffer stream = ByteBuffer.wrap(session.stream().orElseThrow()).order(ByteOrder.LITTLE_ENDIAN);
    if (stream.remaining() < 4 || stream.remaining() < 4 + stream.getInt(0)) {
      return ByteBuffer.allocate(0);
    }
    return stream.slice(4 + stream.getInt(0), stream.remaining() - 4 - stream.getInt(0));
  }
}
