package org.jamtart.benchmarks.load;

import java.util.Arrays;
import org.jamtart.wire.Frames;
import org.jamtart.wire.NodeInformation;
import org.jamtart.wire.Protocol;

/**
 * What one node says: an introduction, then frames.
 *
 * @param information  who it is
 * @param introduction its first frame, length prefix included
 * @param bytes        the frames after that, length prefixes included
 * @param ends         where each of these frames ends, ascending
 */
@SuppressWarnings("ArrayRecordComponent") // shared between threads, changed by none
public record NodeStream(NodeInformation information, byte[] introduction, byte[] bytes, int[] ends) {

  static NodeStream of(byte[] stream, NodeInformation information) {
    int first = frameEnd(stream, 0);
    byte[] frames = Arrays.copyOfRange(stream, first, stream.length);
    int[] ends = new int[frames.length / Frames.LENGTH_PREFIX];
    int count = 0;
    for (int at = 0; at < frames.length;) {
      at = frameEnd(frames, at);
      ends[count++] = at;
    }
    return new NodeStream(information, Arrays.copyOf(stream, first), frames, Arrays.copyOf(ends, count));
  }

  private static int frameEnd(byte[] stream, int at) {
    return at + Frames.LENGTH_PREFIX + (int) Frames.lengthAt(stream, at);
  }

  /** How many frames. */
  public int frames() {
    return ends.length;
  }

  /** Where a frame begins, length prefix included; {@code frames()} is behind the last. */
  public int start(int frame) {
    return frame == 0 ? 0 : ends[frame - 1];
  }

  /** Bytes of all messages without length prefixes. */
  public long payloadBytes() {
    return bytes.length - (long) Frames.LENGTH_PREFIX * frames();
  }

  /** What its bytes mean. */
  public Protocol protocol() {
    return information.protocol();
  }
}
