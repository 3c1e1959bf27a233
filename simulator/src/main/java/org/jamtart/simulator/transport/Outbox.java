package org.jamtart.simulator.transport;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.util.Arrays;
import org.jamtart.simulator.account.SessionLedger;

/**
 * Frames on their way into a socket. They are written out of a buffer that the connections of a thread share; only what
 * the socket does not take at once is kept here.
 */
final class Outbox {
  private static final byte[] NOTHING = {};

  private byte[] frames = NOTHING;
  // Where the first frame begins that is not counted yet; written may be in the midst of it.
  private int counted;
  private int written;
  private int end;

  boolean isEmpty() {
    return written == end;
  }

  /**
   * Writes frames out of a shared buffer, and keeps what the socket does not take. The outbox must be empty.
   *
   * @throws IOException if the connection is broken
   */
  void send(byte[] shared, int length, WritableByteChannel channel, SessionLedger ledger) throws IOException {
    frames = shared;
    counted = 0;
    written = 0;
    end = length;
    try {
      flush(channel, ledger);
    } finally {
      frames = isEmpty() ? NOTHING : Arrays.copyOfRange(shared, counted, end);
      written -= counted;
      end -= counted;
      counted = 0;
    }
  }

  /**
   * Writes what is left of earlier ones.
   *
   * @throws IOException if the connection is broken
   */
  void flush(WritableByteChannel channel, SessionLedger ledger) throws IOException {
    int from = written;
    written += channel.write(ByteBuffer.wrap(frames, from, end - from));
    ledger.wrote(frames, from, written);
    counted = ledger.count(frames, counted, written);
  }
}
