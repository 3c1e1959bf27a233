package org.jamtart.simulator.story;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import org.jamtart.wire.DecodeException;
import org.jamtart.wire.Event;
import org.jamtart.wire.Events;
import org.jamtart.wire.MetaEvent.Dropped;
import org.jamtart.wire.NodeInformation;
import org.jamtart.wire.Verdict;

/** A stream as a plain reader of JIP-3 understands it: frames cut by their lengths, numbered by the letter. */
final class Heard {
  record Numbered(long id, int type, Event event) {}

  final NodeInformation information;
  final List<Numbered> events = new ArrayList<>();
  final List<Verdict> verdicts = new ArrayList<>();

  Heard(byte[] stream) throws DecodeException {
    var bytes = ByteBuffer.wrap(stream).order(ByteOrder.LITTLE_ENDIAN);
    this.information = NodeInformation.decode(next(bytes));
    long id = 0;
    while (bytes.hasRemaining()) {
      byte[] message = next(bytes);
      verdicts.add(Events.validate(message, 0, message.length, information.protocol()));
      var event = Events.decode(message, information.protocol());
      events.add(new Numbered(id, message[8] & 0xff, event));
      id += event instanceof Dropped dropped ? dropped.numDropped() : 1;
    }
  }

  private static byte[] next(ByteBuffer bytes) {
    var message = new byte[bytes.getInt()];
    bytes.get(message);
    return message;
  }
}
