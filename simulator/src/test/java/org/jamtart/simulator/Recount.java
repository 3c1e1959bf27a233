package org.jamtart.simulator;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Map;
import java.util.TreeMap;

/** Counts a recorded stream from its bytes alone: the oracle for the account. */
final class Recount {
  final Map<Integer, Long> byType = new TreeMap<>();
  long frames;
  long dropped;
  int unfinished;

  Recount(byte[] stream) {
    var bytes = ByteBuffer.wrap(stream).order(ByteOrder.LITTLE_ENDIAN);
    while (bytes.remaining() >= 4 && bytes.remaining() - 4 >= bytes.getInt(bytes.position())) {
      int length = bytes.getInt();
      if (frames++ > 0) {
        int type = bytes.get(bytes.position() + 8) & 0xff;
        byType.merge(type, 1L, Long::sum);
        dropped += type == 0 ? bytes.getLong(bytes.position() + 17) : 0;
      }
      bytes.position(bytes.position() + length);
    }
    unfinished = bytes.remaining();
  }
}
