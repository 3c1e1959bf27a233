package org.jamtart.gateway.session;

import io.netty.buffer.ByteBuf;
import org.jamtart.wire.Frames;

/** The first message of a connection while it arrives; keeps no more than that message. Not thread-safe. */
final class Introduction {

  /** What has come of it. */
  enum Progress {
    MORE, COMPLETE, TOO_LARGE
  }

  private final int largest;
  private final byte[] prefix = new byte[Frames.LENGTH_PREFIX];
  private byte[] message = {};
  private int read;

  /**
   * @param largest content of the message at the most, bytes
   */
  Introduction(int largest) {
    this.largest = largest;
  }

  /** Takes its bytes; those after it are left. */
  Progress fill(ByteBuf from) {
    if (read < prefix.length) {
      int taken = Math.min(prefix.length - read, from.readableBytes());
      from.readBytes(prefix, read, taken);
      read += taken;
      if (read < prefix.length) {
        return Progress.MORE;
      }
      long length = Frames.lengthAt(prefix, 0);
      if (length > largest) {
        return Progress.TOO_LARGE;
      }
      message = new byte[(int) length];
    }
    int at = read - prefix.length;
    int taken = Math.min(message.length - at, from.readableBytes());
    from.readBytes(message, at, taken);
    read += taken;
    return at + taken == message.length ? Progress.COMPLETE : Progress.MORE;
  }

  /** The message without its length prefix; to be asked for when complete. */
  byte[] message() {
    return message;
  }

  /** Bytes that came. */
  int received() {
    return read;
  }
}
