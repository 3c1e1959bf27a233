package org.jamtart.system;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import org.jamtart.simulator.account.Account;
import org.jamtart.simulator.account.SessionAccount;
import org.jamtart.wire.Bytes32;
import org.jamtart.wire.DecodeException;
import org.jamtart.wire.Event;
import org.jamtart.wire.EventType;
import org.jamtart.wire.Events;
import org.jamtart.wire.JamTime;
import org.jamtart.wire.MetaEvent.Dropped;
import org.jamtart.wire.NodeInformation;

/**
 * An event that a simulated node sent.
 *
 * @param id its number in the connection, as references name it
 */
record Said(Bytes32 node, long id, Event event) {

  /** Everything that a connection said, in order; a frame that was not sent whole is left out. */
  static List<Said> in(SessionAccount session) {
    List<byte[]> messages = messages(session);
    List<Said> said = new ArrayList<>();
    try {
      var information = NodeInformation.decode(messages.getFirst());
      long id = 0;
      for (byte[] message : messages.subList(1, messages.size())) {
        Event event = Events.decode(message, information.protocol());
        said.add(new Said(session.node(), id, event));
        id += event instanceof Dropped dropped ? dropped.numDropped() : 1;
      }
    } catch (DecodeException e) {
      throw new AssertionError("a simulated node sent what does not decode", e);
    }
    return said;
  }

  /** Everything that all connections said. */
  static List<Said> all(Account account) {
    return account.sessions().stream().flatMap(session -> in(session).stream()).toList();
  }

  /** The bytes of each message of a connection, that in which the node introduces itself first; one that was not sent whole is left out. */
  static List<byte[]> messages(SessionAccount session) {
    var stream = ByteBuffer.wrap(session.stream().orElseThrow()).order(ByteOrder.LITTLE_ENDIAN);
    List<byte[]> messages = new ArrayList<>();
    while (stream.remaining() >= 4 && stream.getInt(stream.position()) <= stream.remaining() - 4) {
      var message = new byte[stream.getInt()];
      stream.get(message);
      messages.add(message);
    }
    return messages;
  }

  /** The discriminator. */
  int type() {
    return EventType.of(event).id();
  }

  /** Unix microseconds. */
  long time() {
    return JamTime.EPOCH_UNIX_MICROS + event.timestamp();
  }
}
